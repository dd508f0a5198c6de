// Encrypts submissions with the program of a built form: node tools/intake_submissions.js FORM.html
// Reads frames from standard input and writes one age file for each: every frame and file begins with its length (4 bytes, most significant first).
// A frame is the length of a JSON {"said", "files": [[name, size], ...]}, the JSON, and the contents of the files.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");

const page = fs.readFileSync(process.argv[2], "utf8");
const build = JSON.parse(/<script type="application\/json" id="build">(.*?)<\/script>/s.exec(page)[1]);
vm.runInThisContext(/<script>(.*?)<\/script>/s.exec(page)[1]);

function read(size) {
    const data = Buffer.alloc(size);
    let place = 0;
    while (place < size) {
        const count = readSome(data, place);
        if (!count) return null;
        place += count;
    }
    return data;
}

function readSome(data, place) {
    for (;;) {
        try {
            return fs.readSync(0, data, place, data.length - place);
        } catch (error) {
            if (error.code !== "EAGAIN") throw error;
        }
    }
}

function write(data) {
    let place = 0;
    while (place < data.length) {
        try {
            place += fs.writeSync(1, data, place);
        } catch (error) {
            if (error.code !== "EAGAIN") throw error;
        }
    }
}

async function main() {
    for (let length = read(4); length; length = read(4)) {
        const asked = JSON.parse(read(length.readUInt32BE()).toString("utf8"));
        const files = asked.files.map(([name, size]) => ({ name, data: new Uint8Array(read(size)) }));
        const made = await seal(build, asked.said, files);
        const head = Buffer.alloc(4);
        head.writeUInt32BE(made.data.length);
        write(head);
        write(made.data);
    }
}

main();
