// Stands in place of post-quantum keys, P-256 and scrypt: the form has no use for them, and could not be opened if it had.
const absent = undefined;
export { absent as MLKEM768P256, absent as MLKEM768X25519, absent as p256, absent as scrypt };
