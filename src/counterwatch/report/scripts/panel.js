"use strict";
// Holds a report against its own seal, where it is read and without a network. It says what it saw, and never that anything is true.
const seal = (() => {
  const FORMAT = "counterwatch report seal 1";
  const tag = (id) => "<" + 'script type="application/json" id="' + id + '">';
  const END = "<" + "/script>";
  const OPEN = tag("seal"), MIDDLE = END + tag("signature"), CLOSE = END + "</body></html>";
  // What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410).
  const SPKI = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];

  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (data) => Array.from(new Uint8Array(data), (each) => each.toString(16).padStart(2, "0")).join("");
  const hash = async (subtle, data) => hex(await subtle.digest("SHA-256", data));
  const fromBase64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const toBase64 = (data) => btoa(String.fromCharCode(...data));
  const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };

  function apart(text) {
    const start = text.lastIndexOf(OPEN) + OPEN.length, middle = text.indexOf(MIDDLE, start);
    if (start < OPEN.length || middle < 0 || !text.endsWith(CLOSE)) return null;
    const sealText = text.slice(start, middle), signatureText = text.slice(middle + MIDDLE.length, text.length - CLOSE.length);
    return { before: bytes(text.slice(0, start)), sealText, signatureText, seal: parsed(sealText), signature: parsed(signatureText) };
  }

  async function wrong(subtle, pieces, data) {
    const sizes = pieces.map((each) => each[1]), total = sizes.reduce((sum, each) => sum + each, 0);
    const same = async (number, at) => (await hash(subtle, data.slice(at, at + sizes[number]))) === pieces[number][2];
    const found = [];
    if (total === data.length) {
      for (let number = 0, at = 0; number < pieces.length; at += sizes[number++]) if (!(await same(number, at))) found.push(number);
      return found;
    }
    let first = 0, last = 0;
    for (let at = 0; first < pieces.length && (await same(first, at)); at += sizes[first++]);
    for (let end = data.length; last < pieces.length; last++) {
      const number = pieces.length - 1 - last;
      if (end < sizes[number] || !(await same(number, end - sizes[number]))) break;
      end -= sizes[number];
    }
    const begin = Math.min(first, pieces.length - last), stop = Math.max(first + 1, pieces.length - last);
    for (let number = begin; number < stop && number < pieces.length; number++) found.push(number);
    return found;
  }

  async function signer(subtle, found) {
    const named = found.seal.key, given = found.signature && found.signature.signature;
    if (named === undefined && found.signatureText === "{}") return { state: "unsigned", fingerprint: "" };
    let key, signature;
    try { key = fromBase64(named); signature = fromBase64(given); } catch { return { state: "changed", fingerprint: "" }; }
    if (found.signatureText !== JSON.stringify({ signature: toBase64(signature) })) return { state: "changed", fingerprint: "" };
    const fingerprint = await hash(subtle, new Uint8Array([...SPKI, ...key]));
    let imported;
    try { imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]); }
    catch (problem) { return { state: problem.name === "NotSupportedError" ? "unchecked" : "changed", fingerprint }; }
    const good = await subtle.verify({ name: "Ed25519" }, imported, signature, bytes(FORMAT + "\n" + found.sealText));
    return { state: good ? "consistent" : "changed", fingerprint };
  }

  // Returns what a page says of itself: `state`, the names of changed pieces, the findings they touch, and the fingerprint of the key.
  async function check(text, subtle) {
    const found = apart(text);
    if (!found || !found.seal || found.seal.format !== FORMAT || !Array.isArray(found.seal.pieces))
      return { state: "changed", pieces: ["seal"], findings: [], fingerprint: "" };
    const names = [...new Set((await wrong(subtle, found.seal.pieces, found.before)).map((each) => found.seal.pieces[each][0]))];
    const by = await signer(subtle, found);
    if (by.state === "changed") names.push("signature");
    const numbers = names.filter((each) => /^f\d+$/.test(each)).map((each) => Number(each.slice(1)));
    const findings = numbers.map((each) => (found.seal.findings || [])[each]).filter(Boolean);
    return { state: names.length ? "changed" : by.state, pieces: names, findings, fingerprint: by.fingerprint };
  }
  return { check };
})();

if (typeof document !== "undefined") document.addEventListener("DOMContentLoaded", async () => {
  // Before anything else touches the page: its own text, as it stands in the file.
  const text = "<!DOCTYPE " + document.doctype.name + ">" + document.documentElement.outerHTML;
  const panel = document.getElementById("panel");
  const show = (state) => { for (const each of panel.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== state; };
  if (!globalThis.crypto || !crypto.subtle) return show("unable");
  show("working");
  let said;
  try { said = await seal.check(text, crypto.subtle); } catch { return show("unable"); }
  show(said.state);
  for (const each of panel.querySelectorAll(".fingerprint")) each.textContent = said.fingerprint;
  const list = panel.querySelector("#panel-touched");
  const lines = said.findings.length ? said.findings.map(([check, subject]) => check + ": " + subject) : said.pieces;
  for (const line of said.state === "changed" ? lines.slice(0, 20) : []) {
    const item = document.createElement("li"), inner = document.createElement("bdi");
    const heading = document.getElementById(line + "-title");
    inner.textContent = (heading ? heading.textContent.trim() : line).replace(/[\p{Cc}\p{Cf}]/gu, (each) => "U+" + each.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"));
    item.append(inner);
    list.append(item);
  }
});
