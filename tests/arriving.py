"""A page that is still arriving is not read and not touched: whatever a test does to one waits for its load first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

PATIENCE = 60_000  # milliseconds; only a test that fails anyway comes to the end of it
# Playwright's methods that take a page as it is at this instant, or act before its scripts listen.
OF_A_PAGE = (
    "add_script_tag", "add_style_tag", "content", "emulate_media", "eval_on_selector", "eval_on_selector_all",
    "evaluate", "evaluate_handle", "pdf", "screenshot", "set_viewport_size", "title",
    "check", "click", "fill", "focus", "press", "select_option", "type", "uncheck",
)  # fmt: skip
OF_A_LOCATOR = (
    "all", "all_inner_texts", "all_text_contents", "bounding_box", "count", "evaluate", "evaluate_all",
    "get_attribute", "inner_html", "inner_text", "input_value", "is_checked", "is_disabled", "is_enabled", "is_hidden",
    "is_visible", "text_content", "scroll_into_view_if_needed",
    "check", "clear", "click", "fill", "focus", "hover", "press", "press_sequentially", "select_option",
    "set_input_files", "tap", "type", "uncheck",
)  # fmt: skip


@contextmanager
def only_what_arrived(playwright: Any) -> Iterator[None]:
    """Inside, every page and locator waits for the load, and every context is patient on a slow machine.

    A click comes back once the next page has begun, which is before it has a body. Where a key or a script leads to
    the next page, even that is not sure: `browsing.sent` waits for it.
    """
    page, locator = playwright.Page, playwright.Locator
    with pytest.MonkeyPatch.context() as patch:
        for name in OF_A_PAGE:
            patch.setattr(page, name, _after_the_load(getattr(page, name), lambda one: one))
        for name in OF_A_LOCATOR:
            patch.setattr(locator, name, _after_the_load(getattr(locator, name), lambda one: one.page))
        keyboard = _after_the_load(page.keyboard.fget, lambda one: one)
        patch.setattr(page, "keyboard", property(keyboard))
        patch.setattr(playwright.Browser, "new_context", _patient(playwright.Browser.new_context))
        yield


def _after_the_load(act: Callable[..., Any], page_of: Callable[[Any], Any]) -> Callable[..., Any]:
    @wraps(act)
    def acting(self: Any, *given: Any, **more: Any) -> Any:
        page_of(self).wait_for_load_state()
        return act(self, *given, **more)

    return acting


def _patient(new_context: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(new_context)
    def opened(self: Any, **how: Any) -> Any:
        context = new_context(self, **how)
        context.set_default_timeout(PATIENCE)
        return context

    return opened


def sent(page: Any, act: Any) -> None:
    """Do what leads to another page (`act`: a call, or what is to be clicked), and come back when that one is there."""
    what = page.locator(act).first if isinstance(act, str) else act
    with page.expect_navigation():
        what.click() if hasattr(what, "click") else what()


BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


def settled(page: Any) -> None:
    """Every exchange of a part of the page has ended, and its focus and its keys are in place."""
    page.wait_for_load_state()
    page.locator(BUSY).first.wait_for(state="detached")


def lands(page: Any, wanted: str) -> None:
    """The focus comes to the element with this id, or of this kind."""
    asked = "w => [document.activeElement?.id, document.activeElement?.tagName].includes(w)"
    page.wait_for_function(asked, arg=wanted)
