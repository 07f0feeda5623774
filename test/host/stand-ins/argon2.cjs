// The test editor starts without a password, so nothing is ever hashed.
const refuse = async () => {
	throw new Error('argon2 is not compiled here');
};

module.exports = { hash: refuse, verify: refuse, needsRehash: () => false };
