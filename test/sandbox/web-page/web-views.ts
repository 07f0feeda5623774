import { contentTypeOf, downloadUrl } from '../attachments/attachment-shapes.js';
import { rootsOf, versionsOf } from '../attachments/versions.js';
import { projects, type SeedTask, tasks, users } from '../seed.js';
import type { AttachmentRecord } from '../store.js';
import type { World } from '../world.js';
import { html, type Markup } from './html.js';

/** `/`: the tasks of each project. */
export function taskListPage({ store }: World): Markup {
	const row = (task: SeedTask) => html`<tr>
		<td class="id">#${task.id}</td>
		<td><a href="/tasks/${task.id}">${task.title}</a></td>
		<td>${statusPill(task.status)}</td>
		<td>${task.deadline.slice(0, 10)}</td>
		<td class="number">${store.ofTask(task.id).length || ''}</td>
	</tr>`;
	return page(
		'Tasks',
		projects.map(
			project => html`<section>
				<h2>${project.name} <small>${project.client.name}</small></h2>
				<table>
					<thead><tr><th></th><th>Task</th><th>Status</th><th>Deadline</th><th class="number">Files</th></tr></thead>
					<tbody>${tasks.filter(task => task.projectId === project.id).map(row)}</tbody>
				</table>
			</section>`,
		),
	);
}

/** `/tasks/{id}`: the task's attachments, newest first, each followed by its older versions. */
export function taskPage(world: World, task: SeedTask): Markup {
	const all = world.store.ofTask(task.id);
	const families = rootsOf(all)
		.toReversed()
		.map(root => [root, ...versionsOf(all, root)].toReversed());
	const project = projects.find(({ id }) => id === task.projectId);

	const table = html`<table class="attachments">
		<thead><tr><th></th><th>Name</th><th class="number">Size</th><th>Version</th><th>Status</th><th>By</th><th>When</th></tr></thead>
		<tbody>${families.flatMap(family => family.map((record, age) => attachmentRow(world, record, age > 0)))}</tbody>
	</table>`;
	const empty = html`<p class="empty"><strong>No attachments yet.</strong><br>What is attached to this task will be shown here.</p>`;
	return page(`#${task.id} ${task.title}`, [
		html`<p class="where"><a href="/">Tasks</a> › ${project?.name} · ${project?.client.name}</p>
			<section>
				<h2>${task.title} ${statusPill(task.status)}</h2>
				<p class="facts">Task #${task.id} · deadline ${task.deadline.slice(0, 10)} · ${people(task)}</p>
				<h3>Attachments <small>${families.length}</small></h3>
				${families.length > 0 ? table : empty}
			</section>`,
	]);
}

export function missingPage(): Markup {
	return page('Not found', [
		html`<section><p class="empty"><strong>There is no such page.</strong><br><a href="/">All tasks</a></p></section>`,
	]);
}

function attachmentRow(world: World, record: AttachmentRecord, older: boolean): Markup {
	const user = users.find(({ id }) => id === record.userId);
	const url = downloadUrl({ ...world, origin: '' }, record);
	const picture = contentTypeOf(record).startsWith('image/');
	return html`<tr class="${older ? 'older' : 'newest'}" data-attachment="${record.id}" data-sha256="${record.sha256}">
		<td class="thumb">${picture ? html`<img src="${url}" alt="" loading="lazy">` : html`<span>${kindOf(record)}</span>`}</td>
		<td class="name"><a href="${url}">${record.originalname}</a><br><code title="SHA-256">${record.sha256.slice(0, 16)}…</code></td>
		<td class="number">${readableSize(record.size)}</td>
		<td>v${record.version}</td>
		<td>${record.status === null ? '' : statusPill(record.status)}${record.available ? '' : statusPill('hidden')}</td>
		<td>${user?.firstName} ${user?.lastName}</td>
		<td><time datetime="${record.createdAt}">${record.createdAt.slice(0, 16).replace('T', ' ')} UTC</time></td>
	</tr>`;
}

function page(title: string, content: readonly Markup[]): Markup {
	return html`<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>${title} · COR sandbox</title>
	<link rel="stylesheet" href="/style.css">
</head>
<body>
	<header><a href="/">COR sandbox</a> <span>stands in for COR on this machine</span></header>
	<main>${content}</main>
</body>
</html>`;
}

function statusPill(status: string): Markup {
	return html`<span class="pill ${status}">${status.replaceAll('_', ' ')}</span>`;
}

function people(task: SeedTask): string {
	return users
		.filter(({ id }) => id === task.pmId || task.collaboratorIds.includes(id))
		.map(({ firstName, lastName }) => `${firstName} ${lastName}`)
		.join(', ');
}

function kindOf({ originalname }: AttachmentRecord): string {
	const dot = originalname.lastIndexOf('.');
	return dot > 0 ? originalname.slice(dot + 1, dot + 5) : 'file';
}

function readableSize(bytes: number): string {
	const units = ['B', 'KB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length - 1, bytes === 0 ? 0 : Math.floor(Math.log10(bytes) / 3));
	return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
