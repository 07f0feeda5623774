/** A private key in PEM or OpenPGP armour (RFC 7468, RFC 9580) with contents and not its heading alone. */
export const privateKey = 'private key';
