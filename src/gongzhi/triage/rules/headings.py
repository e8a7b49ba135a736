"""What the columns of a file of labelled messages may be called."""

from __future__ import annotations

LABELLED = {
    "label": ("label", "标签", "类别", "分类", "一级标签"),
    "tokens": ("tokens", "分词", "词语"),
    "subject": ("subject", "主题", "标题", "留言主题"),
    "body": ("body", "正文", "内容", "留言详情"),
}
