// The test editor starts without a password, so nothing is ever hashed.
async function refuse() {
	throw new Error('argon2 is not compiled here');
}

exports.hash = refuse;
exports.verify = refuse;
exports.needsRehash = () => false;
