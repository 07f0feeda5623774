/** Gives each test the chance to be somebody with another configuration of Git, and puts the real one back. */
export function usePersonalGit(): { be(config: string): void } {
	let before: string | undefined;
	beforeEach(() => {
		before = process.env.GIT_CONFIG_GLOBAL;
	});
	afterEach(() => {
		if (before === undefined) {
			delete process.env.GIT_CONFIG_GLOBAL;
		} else {
			process.env.GIT_CONFIG_GLOBAL = before;
		}
	});
	return {
		be: config => {
			process.env.GIT_CONFIG_GLOBAL = config;
		},
	};
}
