// Takes and casts a blind-signed ballot (RFC 9474). The ballot key is made here and leaves only with the ballot.
import { BlindRSA, PrepareType } from "../vendor/blindrsa/blindrsa.js";

const page = document.getElementById("blind");
const { vote, issue, put, filled, elector, whose } = page.dataset;
const STORE = `gongzhi-ballot-${vote}-${elector || ""}`;
const PREFIX = 32;
// The random bytes are put before the message here, because they travel with the ballot.
const suite = new BlindRSA({ hash: "SHA-384", saltLength: 48, prepareType: PrepareType.Deterministic });
const text = new TextEncoder();
const tell = (words) => {
  const line = document.getElementById("blind-said");
  line.textContent = words;
  line.hidden = !words;
};
const pack = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const unpack = (words) =>
  Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};
const kept = () => JSON.parse(localStorage.getItem(STORE) || "null");
const keep = (state) => {
  localStorage.setItem(STORE, JSON.stringify(state));
  show(state);
};
const issuerKeys = () =>
  Promise.all(
    [...page.querySelectorAll("[data-issuer-key]")].map((one) => {
      const body = one.dataset.issuerKey.replace(/-----[^-]+-----/g, "").replace(/\s/g, "");
      const spki = Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0));
      return crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
    }),
  );
const message = (state) =>
  joined(unpack(state.prefix), text.encode(`gongzhi ballot key\n${vote}\n`), unpack(state.key));

async function fresh() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  return {
    vote,
    key: pack(await crypto.subtle.exportKey("raw", pair.publicKey)),
    secret: await crypto.subtle.exportKey("jwk", pair.privateKey),
    prefix: pack(crypto.getRandomValues(new Uint8Array(PREFIX))),
    asked: [],
    signatures: [],
  };
}

async function answered(response) {
  const given = await response.json().catch(() => ({}));
  if (response.ok) return given;
  const refusal = new Error(given.refused || page.dataset.broken);
  refusal.said = true;
  throw refusal;
}

// What was asked is kept before it is sent: an answer that was lost on the way is given again for the same bytes.
async function take() {
  const keys = await issuerKeys();
  const state = kept() || (await fresh());
  for (const [at, key] of keys.entries()) {
    if (state.signatures[at]) continue;
    if (!state.asked[at]) {
      const { blindedMsg, inv } = await suite.blind(key, message(state));
      state.asked[at] = { blinded: pack(blindedMsg), inverse: pack(inv) };
      keep(state);
    }
    const body = new URLSearchParams({ issuer: at + 1, blinded: state.asked[at].blinded, [whose]: elector });
    body.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
    const given = await answered(await fetch(issue, { method: "POST", body, credentials: "same-origin" }));
    const bare = await suite.finalize(key, message(state), unpack(given.signature), unpack(state.asked[at].inverse));
    state.signatures[at] = pack(bare);
    keep(state);
  }
  state.asked = [];
  keep(state);
}

function chosen(form) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  if (filled === "pick") return { picked: fields.map(([, value]) => value) };
  if (filled === "score")
    return { scores: Object.fromEntries(fields.map(([name, value]) => [name.slice("score-".length), Number(value)])) };
  const places = fields.map(([name, value]) => [Number(value), name.slice("rank-".length)]);
  return { ranking: places.sort((one, other) => one[0] - other[0]).map(([, key]) => key) };
}

async function sealed(state, said) {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const secret = await crypto.subtle.importKey("jwk", state.secret, curve, false, ["sign"]);
  const bytes = text.encode(`gongzhi ballot\n${vote}\n${said}`);
  return pack(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, secret, bytes));
}

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hashed = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));

// RFC 6962: the leaf is made here from the mask and the ballot, and the path is walked up to the root that was given.
async function proven(state, digest, proof) {
  let found = await hashed(new Uint8Array([0]), unpack(state.mask), bytesOf(digest));
  let right = proof.index;
  let last = proof.size - 1;
  if (pack(found) !== proof.leaf) return false;
  for (const beside of proof.path.map(unpack)) {
    const left = right % 2 === 1 || right === last;
    found = await (left ? hashed(new Uint8Array([1]), beside, found) : hashed(new Uint8Array([1]), found, beside));
    while (left && right % 2 === 0 && right !== 0) [right, last] = [right >> 1, last >> 1];
    [right, last] = [right >> 1, last >> 1];
  }
  return last === 0 && pack(found) === proof.root;
}

async function cast(form) {
  const state = kept();
  if (!state.record) {
    const said = JSON.stringify(chosen(form));
    const { key, prefix, signatures } = state;
    state.record = { key, prefix, signatures, said, seal: await sealed(state, said) };
    state.mask = pack(crypto.getRandomValues(new Uint8Array(PREFIX)));
    keep(state);
  }
  try {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ ...state.record, mask: state.mask });
    const given = await answered(await fetch(put, { method: "POST", body, headers, credentials: "omit" }));
    keep({ ...state, digest: given.digest, proof: given.proof, picture: given.picture });
    if (!(await proven(state, given.digest, given.proof))) tell(page.dataset.unproven);
  } catch (fault) {
    // A ballot that was refused is not cast, and may be filled in anew; one whose answer was lost is sent again as it is.
    if (fault.said) keep({ ...state, record: undefined });
    throw fault;
  }
}

function show(state) {
  const ready = state && state.signatures.filter(Boolean).length === 2;
  const open = (id, yes) => {
    const part = document.getElementById(id);
    if (part) part.hidden = !yes;
  };
  open("blind-take", Boolean(elector) && !ready);
  open("blind-cast", ready && !state.digest);
  open("blind-done", Boolean(state && state.digest));
  if (!ready) return;
  const file = URL.createObjectURL(new Blob([JSON.stringify(state)], { type: "application/json" }));
  for (const link of page.querySelectorAll("[data-save]")) {
    link.href = file;
    link.download = `${page.dataset.file}-${vote}.json`;
  }
  if (state.digest) page.querySelector("[data-digest]").textContent = state.digest;
  if (state.proof) showProof(state);
}

function showProof({ proof, picture }) {
  const part = page.querySelector("[data-proof]");
  const at = (name) => part.querySelector(`[data-proof-${name}]`);
  for (const name of ["index", "size", "leaf", "root"]) at(name).textContent = proof[name];
  at("path").replaceChildren(
    ...proof.path.map((one) => {
      const line = document.createElement("li");
      line.textContent = one;
      return line;
    }),
  );
  const said = at("said").dataset.words;
  at("said").textContent = said.replace("{number}", proof.index + 1).replace("{size}", proof.size);
  at("line").value = proof.line;
  at("picture").src = picture;
  at("check").search = new URLSearchParams({ proof: proof.line });
  at("save").href = URL.createObjectURL(new Blob([`${proof.line}\n`], { type: "text/plain" }));
  at("save").download = `${page.dataset.proofFile}-${vote}.txt`;
  part.hidden = false;
}

async function found(state) {
  const link = page.querySelector("[data-ballots]");
  if (!link || !state || !state.record) return;
  const all = await (await fetch(link.href, { credentials: "omit" })).json();
  const same = all.ballots.find((one) => one.key === state.record.key);
  const line = page.querySelector("[data-found]");
  line.textContent = same && same.said === state.record.said ? line.dataset.yes : line.dataset.no;
  line.hidden = false;
}

const guarded = (act, button) => async (event) => {
  event.preventDefault();
  if (button) button.disabled = true;
  tell("");
  try {
    await act(event);
  } catch (fault) {
    tell(fault.said ? fault.message : page.dataset.broken);
  } finally {
    if (button) button.disabled = false;
  }
};

if (!window.isSecureContext || !crypto.subtle) {
  tell(page.dataset.cannot);
  for (const part of page.querySelectorAll("button, input")) part.disabled = true;
} else {
  const button = page.querySelector("[data-take]");
  if (button) {
    button.addEventListener("click", guarded(take, button));
    button.disabled = false;
  }
  const form = document.getElementById("ballot");
  if (form)
    form.addEventListener(
      "submit",
      guarded(async () => {
        if (![...new FormData(form)].some(([, value]) => value !== "")) return tell(page.dataset.blank);
        if (kept().record || window.confirm(page.dataset.sure)) await cast(form);
      }, form.querySelector("button")),
    );
  const file = document.getElementById("blind-file");
  if (file)
    file.addEventListener("change", async () => {
      try {
        const state = JSON.parse(await file.files[0].text());
        if (String(state.vote) !== vote || state.signatures.length !== 2) throw new Error("another vote");
        keep(state);
      } catch {
        tell(page.dataset.odd);
      }
    });
  show(kept());
  found(kept());
}
