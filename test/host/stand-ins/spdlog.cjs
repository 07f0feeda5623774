// What VS Code uses of @vscode/spdlog's interface, writing at once and never rotating: test runs are short.
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const two = number => String(number).padStart(2, '0');

class Logger {
	#file;
	#level = 2;
	#pattern = '%Y-%m-%d %H:%M:%S.%e [%l] %v';

	constructor(_type, _name, file) {
		this.#file = file;
		this.#append('');
	}

	trace(message) {
		this.#log(0, message);
	}
	debug(message) {
		this.#log(1, message);
	}
	info(message) {
		this.#log(2, message);
	}
	warn(message) {
		this.#log(3, message);
	}
	error(message) {
		this.#log(4, message);
	}
	critical(message) {
		this.#log(5, message);
	}
	getLevel() {
		return this.#level;
	}
	setLevel(level) {
		this.#level = level;
	}
	setPattern(pattern) {
		this.#pattern = pattern;
	}
	clearFormatters() {
		this.#pattern = undefined;
	}
	flush() {}
	drop() {}

	#log(level, message) {
		if (level < this.#level) {
			return;
		}
		this.#append(this.#pattern === undefined ? message : `${format(this.#pattern, level, message)}\n`);
	}

	// A logger outlives its folder when the editor is stopped: losing that line beats bringing the process down.
	#append(text) {
		try {
			appendFileSync(this.#file, text);
		} catch {}
	}
}

function format(pattern, level, message) {
	const now = new Date();
	const fields = {
		Y: now.getFullYear(),
		m: two(now.getMonth() + 1),
		d: two(now.getDate()),
		H: two(now.getHours()),
		M: two(now.getMinutes()),
		S: two(now.getSeconds()),
		e: String(now.getMilliseconds()).padStart(3, '0'),
		l: levels[level],
		v: message,
	};
	return pattern.replace(/%([YmdHMSelv])/g, (_, field) => String(fields[field]));
}

async function createRotatingLogger(name, file) {
	mkdirSync(path.dirname(file), { recursive: true });
	return new Logger('rotating', name, file);
}

// One by one: VS Code imports this as an ES module, and Node finds the names of a CommonJS one by their spelling.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
