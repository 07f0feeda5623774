import fc from 'fast-check';

// The same draws in each run: what fails then, fails by a change of the code and not by chance. `DRAWS_SEED` draws others.
fc.configureGlobal({ seed: Number(process.env.DRAWS_SEED) || 20_261_130 });
