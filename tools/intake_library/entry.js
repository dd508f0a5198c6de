// What the intake form needs of age: a file to one X25519 key, and SHA-256.
import { Encrypter } from "age-encryption";
import { sha256 } from "@noble/hashes/sha2.js";
import { forceWebCryptoOff } from "./node_modules/age-encryption/dist/x25519.js";

// One path for every browser: whether WebCrypto may be used, and knows X25519, depends on where a page was opened from.
forceWebCryptoOff(true);

export async function encryptTo(recipient, data) {
    if (!/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) throw new Error("not an X25519 key");
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return encrypter.encrypt(data);
}

export { sha256 };
