// What the page does with what is typed. Nothing here sends, stores or remembers anything.

function start(document, build) {
    const limits = build.limits;
    const find = id => document.getElementById(id), every = selector => [...document.querySelectorAll(selector)];
    const english = build.languages.find(each => each.tag === "en");
    const numbers = { count: limits.attachments, size: limits.bytes / 1e6, name: build.organisation };
    let language = preferred(), chosen = [], saved = null, address = "", escaped = -Infinity;

    function preferred() {
        for (const asked of navigator.languages || []) {
            const tag = /^zh\b/i.test(asked) ? (/hant|tw|hk|mo/i.test(asked) ? "zh-Hant" : "zh-Hans") : asked.slice(0, 2).toLowerCase();
            const found = build.languages.find(each => each.tag === tag);
            if (found) return found;
        }
        return english;
    }

    function worded(from, key, values) {
        return from.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    }

    function passage(from, text, isChecked) {
        const made = document.createElement("span");
        made.className = "beside";
        made.lang = from.tag;
        made.dir = from.dir;
        made.textContent = isChecked || text.startsWith("°") ? text : `${text}\u00a0°`;
        return made;
    }

    // A sentence of consent or danger that nobody checked stands beside the English one, never alone.
    function show(element, key, values = {}) {
        const filled = { ...numbers, ...values }, isLabel = key.startsWith("label_");
        const isChecked = isLabel ? language.labels : language.reviewed, text = worded(language, key, filled);
        const alone = isChecked || isLabel;
        element.replaceChildren(...(alone ? [] : [passage(english, worded(english, key, filled), true)]), passage(language, text, isChecked));
    }

    function speak(next) {
        language = next;
        document.documentElement.lang = language.tag;
        document.documentElement.dir = language.dir;
        if (!build.title) document.title = language.texts.label_title;
        every("[data-t]").forEach(each => show(each, each.dataset.t));
        if (build.title) document.querySelector("h1").textContent = build.title;
        find("languages").setAttribute("aria-label", language.texts.label_languages);
        every("#languages button").forEach(each => each.setAttribute("aria-pressed", String(each.lang === language.tag)));
        find("legend").hidden = language.labels && language.reviewed;
        find("unchecked").hidden = language.reviewed;
        find("confirm").checked = false;
        every("textarea").forEach(left);
        list();
        hush();
    }

    function left(field) {
        const rest = field.maxLength - field.value.length, place = field.parentElement.querySelector(".left");
        if (rest > field.maxLength / 10) place.replaceChildren();
        else show(place, "label_left", { number: rest });
    }

    function list() {
        find("chosen").replaceChildren(...chosen.map(file => {
            const line = document.createElement("li"), name = document.createElement("bdi"), remove = document.createElement("button");
            name.textContent = file.name;
            remove.type = "button";
            show(remove, "label_remove");
            remove.setAttribute("aria-label", `${language.texts.label_remove}: ${file.name}`);
            remove.addEventListener("click", () => {
                chosen = chosen.filter(each => each !== file);
                list();
                hush();
                find("choose").focus();
            });
            line.append(name, remove);
            return line;
        }));
    }

    function add(files) {
        hush();
        for (const file of files) {
            const together = chosen.reduce((sum, each) => sum + each.size, file.size);
            if (chosen.length >= limits.attachments) return show(find("files_said"), "label_too_many");
            if (together > limits.bytes) show(find("files_said"), "label_too_large");
            else chosen.push(file);
            list();
        }
    }

    // What was said about an earlier file is no longer true once something changes.
    function hush() {
        forget();
        find("said").replaceChildren();
        find("files_said").replaceChildren();
        find("again").hidden = true;
    }

    function forget() {
        if (address) URL.revokeObjectURL(address);
        if (saved) saved.data.fill(0);
        saved = null;
        address = "";
    }

    function offer() {
        const link = document.createElement("a");
        link.href = address;
        link.download = saved.name;
        link.click();
    }

    async function save() {
        hush();
        if (!find("what").value.trim()) {
            for (const place of [find("said"), find("what").parentElement.querySelector(".left")]) show(place, "label_need_what");
            return find("what").focus();
        }
        const form = document.querySelector("form");
        const said = {
            language: language.tag, scope: form.elements.scope.value, ticked: find("confirm").checked,
            answers: Object.fromEntries(every("textarea").map(each => [each.id, each.value])),
        };
        find("save").disabled = true;
        show(find("said"), "label_saving");
        try {
            const files = await Promise.all(chosen.map(async each => ({ name: each.name, data: new Uint8Array(await each.arrayBuffer()) })));
            const made = await seal(build, said, files);
            files.forEach(each => each.data.fill(0));
            // Somebody may have left meanwhile.
            if (!find("said")) return void made.data.fill(0);
            saved = made;
            address = URL.createObjectURL(new Blob([made.data], { type: "application/octet-stream" }));
            offer();
            tell();
        } catch {
            if (find("said")) show(find("said"), "label_failed");
        } finally {
            if (find("save")) find("save").disabled = false;
        }
    }

    function tell() {
        const done = document.createElement("p"), next = document.createElement("div");
        show(done, "label_saved", { name: saved.name });
        show(next, "danger_saved");
        find("said").replaceChildren(done, next);
        find("again").hidden = false;
        find("said").focus();
    }

    // Everything that was typed, chosen or made is overwritten or let go, and the page becomes a table of multiplication.
    function leave() {
        if (!find("said")) return;
        forget();
        every("textarea, input[type=file]").forEach(each => { each.value = ""; });
        document.querySelector("form").reset();
        chosen = [];
        document.documentElement.lang = "en";
        document.documentElement.dir = "ltr";
        const title = document.createElement("title"), table = document.createElement("table");
        title.textContent = "1 × 1";
        for (let row = 1; row <= 10; row++) {
            const line = table.insertRow();
            for (let column = 1; column <= 10; column++) line.insertCell().textContent = row * column;
        }
        document.head.replaceChildren(title);
        document.body.replaceChildren(table);
    }

    document.querySelector("form").reset();
    every("#languages button").forEach(each => each.addEventListener("click", () => speak(build.languages.find(known => known.tag === each.lang))));
    every("textarea").forEach(each => each.addEventListener("input", () => left(each)));
    every("input[name=scope]").forEach(each => each.addEventListener("change", () => { find("confirm").checked = false; }));
    document.querySelector("form").addEventListener("input", hush);
    find("leave").addEventListener("click", leave);
    find("again").addEventListener("click", offer);
    find("choose").addEventListener("click", () => find("files").click());
    find("files").addEventListener("change", event => {
        add([...event.target.files]);
        event.target.value = "";
    });
    document.querySelector("form").addEventListener("submit", event => {
        event.preventDefault();
        save();
    });
    // A file that is dropped beside the form would open in its place.
    document.addEventListener("dragover", event => event.preventDefault());
    document.addEventListener("drop", event => {
        event.preventDefault();
        if (find("said")) add([...event.dataTransfer.files]);
    });
    // Esc also ends the choice of a character while somebody types Chinese: that one does not count.
    document.addEventListener("keydown", event => {
        if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) return;
        if (event.timeStamp - escaped < 1000) leave();
        escaped = event.timeStamp;
    });
    addEventListener("pagehide", leave);
    speak(language);
    find("idle").remove();
    document.querySelector("main").hidden = false;
}

// The page that says that it cannot work stays, where no script runs, an old browser cannot read this one, or the key cannot be written to.
async function begin(document) {
    const build = JSON.parse(document.getElementById("build").textContent);
    await seal(build, { language: "en", scope: "none", ticked: false, answers: { what: "x" } }, []);
    start(document, build);
}

if (typeof document !== "undefined") begin(document).catch(() => {});
