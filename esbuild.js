const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outDir = join(__dirname, 'dist');

/** Says how large the bundle is, and leaves what is in it for the third-party notices. */
const report = {
	name: 'report',
	setup(build) {
		build.onEnd(({ metafile }) => {
			if (!metafile) {
				return;
			}
			const { bytes } = metafile.outputs['dist/extension.js'];
			writeFileSync(join(outDir, 'meta.json'), JSON.stringify(metafile));
			console.log(`dist/extension.js: ${bytes} bytes${production ? ', minified' : ''}`);
		});
	},
};

/** Of the database of media types only what finds the type of an extension: less than half of it. */
const fewerMediaTypes = {
	name: 'fewer-media-types',
	setup(build) {
		build.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, ({ path }) => {
			const types = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
			const found = types
				.filter(([, { extensions }]) => extensions)
				.map(([type, { source, charset, extensions }]) => [type, { source, charset, extensions }]);
			return { contents: JSON.stringify(Object.fromEntries(found)), loader: 'json' };
		});
	},
};

/** @type {import('esbuild').BuildOptions} */
const options = {
	absWorkingDir: __dirname,
	entryPoints: ['src/extension.ts'],
	outfile: 'dist/extension.js',
	bundle: true,
	platform: 'node',
	format: 'cjs',
	// The extension host of the oldest editor in `engines.vscode` runs Node 20.
	target: 'node20',
	external: ['vscode'],
	minify: production,
	sourcemap: !production,
	// The licences go into dist/ThirdPartyNotices.txt.
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	plugins: [fewerMediaTypes, report],
};

async function main() {
	// A source map of an earlier development build must not end up beside a production bundle.
	rmSync(outDir, { recursive: true, force: true });
	mkdirSync(outDir, { recursive: true });
	if (watch) {
		const context = await esbuild.context(options);
		await context.watch();
		return;
	}
	await esbuild.build(options);
}

main().catch(error => {
	// esbuild has already printed what is wrong with the source.
	if (!error.errors) {
		console.error(error);
	}
	process.exitCode = 1;
});
