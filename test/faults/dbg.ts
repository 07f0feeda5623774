import { ModelTestbed } from './model/model-testbed.js';
import { engine, runSchedule } from './schedules/run-schedule.js';
import { checkRun } from './schedules/check-run.js';
import { readFileSync } from 'node:fs';
const s = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
void (async () => {
const run = await runSchedule(s, new ModelTestbed(), { ...engine, deliver: async (b, p) => { const o = await engine.deliver(b, p); console.log("deliver", JSON.stringify([b.files.map(f=>f.name),[...b.earlier].map(([f,e])=>[f.name,e.isUnlikely]),[...(b.untold??[])].map(f=>f.name),b.known?.list.length]), JSON.stringify(o.map(x => [x.file.name, x.end.status, (x.end as any).error?.kind, (x.end as any).looked, (x.end as any).attachment?.id, x.missed?.length]))); return o; } });
console.log(JSON.stringify(checkRun(run)), JSON.stringify(run.results.map(r => [r.file.planned.name, r.ends, r.told, r.isLeft])), run.stored.map(x => [x.id, x.name, x.userId, x.parentId, x.sha256.slice(0,5)]), run.isStuck);
})();
