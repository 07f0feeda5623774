const { readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outDir = join(__dirname, 'dist');

/**
 * Of `mime-db` only what the name of a file can lead to: 1,500 other types would be a fifth of the bundle.
 * @type {import('esbuild').Plugin}
 */
const typesOfNames = {
	name: 'types-of-names',
	setup({ onLoad }) {
		onLoad({ filter: /mime-db[\\/]db\.json$/ }, ({ path }) => {
			const types = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
			const named = types.flatMap(([type, { source, charset, extensions }]) =>
				extensions ? [[type, { source, charset, extensions }]] : [],
			);
			return { loader: 'json', contents: JSON.stringify(Object.fromEntries(named)) };
		});
	},
};

/** @type {import('esbuild').BuildOptions} */
const options = {
	absWorkingDir: __dirname,
	entryPoints: { extension: 'src/extension.ts', worker: 'src/machine/worker/worker.ts' },
	outdir: 'dist',
	chunkNames: 'chunks/[name]-[hash]',
	bundle: true,
	// What `import()` names is loaded when it is needed. esbuild splits this format only; every editor in
	// `engines.vscode` loads it, by its suffix.
	splitting: true,
	format: 'esm',
	outExtension: { '.js': '.mjs' },
	// Bundled CommonJS packages call `require` for Node's own modules, and modules of this format have none.
	banner: {
		js: "import { createRequire as createNodeRequire } from 'node:module'; const require = createNodeRequire(import.meta.url);",
	},
	platform: 'node',
	// The extension host of the oldest editor in `engines.vscode` runs Node 20.
	target: 'node20',
	external: ['vscode'],
	plugins: [typesOfNames],
	minify: production,
	sourcemap: production ? false : 'inline',
	// The licences go into dist/ThirdPartyNotices.txt.
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
};

async function main() {
	// A source map of an earlier development build must not end up beside a production bundle.
	rmSync(outDir, { recursive: true, force: true });
	if (watch) {
		const context = await esbuild.context(options);
		await context.watch();
		return;
	}
	const { metafile } = await esbuild.build(options);
	// scripts/notices.ts reads from it which packages are in the bundle.
	writeFileSync(join(outDir, 'meta.json'), JSON.stringify(metafile));
}

main().catch(error => {
	// esbuild has already printed what is wrong with the source.
	if (!error.errors) {
		console.error(error);
	}
	process.exitCode = 1;
});
