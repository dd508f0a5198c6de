// What a form saves, to the byte: docs/spec/intake-v1.md.

const utf8 = new TextEncoder();

// Text as the envelope may hold it: no control characters but line feed and tab, no lone surrogates, never longer than its limit.
function cleaned(text, longest) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
    return lines.slice(0, longest).replace(/\p{Surrogate}/gu, "\ufffd");
}

function nameOf(text, longest) {
    const plain = cleaned(text, Infinity).replace(/[\n\t/\\]/g, "_");
    const cut = plain.length > longest ? plain.slice(0, longest - 20) + plain.slice(-20) : plain;
    return cut.replace(/\p{Surrogate}/gu, "\ufffd") || "file";
}

function hex(bytes) {
    return Array.from(bytes, each => each.toString(16).padStart(2, "0")).join("");
}

function answersOf(build, said, files) {
    const language = build.languages.find(each => each.tag === said.language), limits = build.limits;
    return {
        version: 1, intake: build.intake, form: build.build, language: language.tag,
        consent: {
            scope: said.scope, confirmed: Boolean(said.ticked && language.reviewed),
            shown: (language.reviewed ? [language.tag] : [language.tag, "en"]).sort(),
        },
        answers: Object.fromEntries(Object.entries(limits.answers).map(([name, longest]) => [name, cleaned(said.answers[name] || "", longest)])),
        attachments: files.map(each => ({ name: nameOf(each.name, limits.name), size: each.data.length, sha256: hex(age.sha256(each.data)) })),
    };
}

// Magic, length of the JSON, JSON, attachments, and zero bytes up to the smallest class that holds them.
function envelopeOf(build, said, files) {
    const limits = build.limits, json = utf8.encode(JSON.stringify(answersOf(build, said, files))), magic = Uint8Array.from(limits.magic);
    const together = files.reduce((sum, each) => sum + each.data.length, 0);
    if (files.length > limits.attachments || together > limits.bytes || json.length > limits.json) throw new Error("more than a form may hold");
    const size = magic.length + 4 + json.length + together;
    const made = new Uint8Array(limits.classes.find(each => size <= each));
    made.set(magic, 0);
    new DataView(made.buffer).setUint32(magic.length, json.length);
    made.set(json, magic.length + 4);
    json.fill(0);
    let place = magic.length + 4 + json.length;
    for (const each of files) {
        made.set(each.data, place);
        place += each.data.length;
    }
    return made;
}

async function seal(build, said, files) {
    const envelope = envelopeOf(build, said, files);
    try {
        return { name: `notes-${hex(crypto.getRandomValues(new Uint8Array(4)))}.age`, data: await age.encryptTo(build.recipient, envelope) };
    } finally {
        envelope.fill(0);
    }
}
