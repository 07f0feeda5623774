/** The agency that a fresh sandbox holds. Ids are fixed, so tests may name them. */

export interface SeedUser {
	readonly id: number;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	/** 1 C-Level, 2 Director, 3 Project Manager, 4 Collaborator, 5 Freelancer, 6 Client. // cor-api §2.4 */
	readonly roleId: number;
	readonly positionName: string;
	readonly apiKey?: string;
	readonly clientSecret?: string;
	/** Projects that the user sees; all of them when left out. // cor-api §2.1 */
	readonly projectIds?: readonly number[];
}

export interface SeedProject {
	readonly id: number;
	readonly name: string;
	readonly client: { readonly id: number; readonly name: string };
}

export interface SeedTask {
	readonly id: number;
	readonly title: string;
	readonly projectId: number;
	readonly description: string;
	readonly deadline: string;
	readonly createdAt: string;
	/** An open string: two more than the documented four were seen. // cor-api §4.1 */
	readonly status: string;
	readonly priority: 0 | 1 | 2 | 3;
	readonly archived: boolean;
	readonly pmId: number;
	readonly collaboratorIds: readonly number[];
	readonly estimatedMinutes: number;
}

export const companyId = 77;

/** The user whose key the sandbox hands out: sees every project and may attach. */
export const mainUser: SeedUser = {
	id: 501,
	firstName: 'Lucía',
	lastName: 'Fernández',
	email: 'lucia@agencia.example',
	roleId: 2,
	positionName: 'Directora de cuentas',
	apiKey: 'sandbox-key-lucia',
	clientSecret: 'sandbox-secret-lucia',
};

/** A client of the agency: sees one project and may not attach. // cor-api §5 */
export const viewer: SeedUser = {
	id: 506,
	firstName: 'Marta',
	lastName: 'Ibáñez',
	email: 'marta@cafedelsur.example',
	roleId: 6,
	positionName: 'Cliente',
	apiKey: 'sandbox-key-marta',
	clientSecret: 'sandbox-secret-marta',
	projectIds: [301],
};

/** A collaborator with a key of his own who does not see every project. */
export const collaborator: SeedUser = {
	id: 503,
	firstName: 'João',
	lastName: 'Conceição',
	email: 'joao@agencia.example',
	roleId: 4,
	positionName: 'Designer',
	apiKey: 'sandbox-key-joao',
	clientSecret: 'sandbox-secret-joao',
	projectIds: [301, 302],
};

export const users: readonly SeedUser[] = [
	mainUser,
	{
		id: 502,
		firstName: 'Martín',
		lastName: 'Núñez',
		email: 'martin@agencia.example',
		roleId: 3,
		positionName: 'Project Manager',
	},
	collaborator,
	{
		id: 504,
		firstName: 'Inés',
		lastName: "D'Angelo",
		email: 'ines@agencia.example',
		roleId: 4,
		positionName: 'Redactora',
	},
	viewer,
];

export const projects: readonly SeedProject[] = [
	{ id: 301, name: 'Campaña de invierno', client: { id: 201, name: 'Café del Sur' } },
	{ id: 302, name: 'Lançamento do aplicativo', client: { id: 202, name: 'Banco Maré' } },
	{ id: 303, name: 'Rediseño web & tienda', client: { id: 203, name: 'Señal & Hijos' } },
];

function task(
	id: number,
	projectId: number,
	title: string,
	status: string,
	deadline: string,
	pmId: number,
	collaboratorIds: readonly number[],
	rest: Partial<SeedTask> = {},
): SeedTask {
	return {
		id,
		projectId,
		title,
		status,
		deadline: `${deadline}T18:00:00.000Z`,
		createdAt: `2026-09-${String(id - 4090).padStart(2, '0')}T12:30:00.000Z`,
		description: `<p>${title}</p>`,
		priority: 1,
		archived: false,
		pmId,
		collaboratorIds,
		estimatedMinutes: 240,
		...rest,
	};
}

export const tasks: readonly SeedTask[] = [
	task(4101, 301, 'Diseño de la campaña de invierno', 'en_proceso', '2026-12-04', 502, [501, 503], { priority: 3 }),
	task(4102, 301, 'Guion del vídeo «Mañana fría»', 'nueva', '2026-12-09', 502, [504]),
	task(4103, 301, 'Piezas para redes: ¿qué tomás hoy?', 'en_revision', '2026-11-30', 501, [503, 504], { priority: 2 }),
	task(4104, 301, 'Informe de resultados de octubre', 'finalizada', '2026-11-10', 501, [501]),
	task(4105, 302, 'Apresentação para o cliente', 'en_proceso', '2026-12-01', 501, [503], { priority: 2 }),
	task(4106, 302, 'Ícones e ilustrações do aplicativo', 'nueva', '2026-12-15', 502, [503]),
	task(4107, 302, 'Tradução dos textos de ajuda', 'estancada', '2026-12-20', 502, [504, 501], { priority: 0 }),
	task(4108, 302, 'Vídeo de lançamento (versão curta)', 'en_diseno', '2026-12-11', 501, [503]),
	task(4109, 303, 'Arquitectura de información', 'finalizada', '2026-10-28', 502, [501], { archived: true }),
	task(4110, 303, 'Maquetación de la página de inicio', 'en_proceso', '2026-12-02', 502, [501, 504], { priority: 3 }),
	task(4111, 303, 'Fotos de producto / catálogo 2027', 'nueva', '2026-12-18', 501, [504]),
	task(4112, 303, 'Pruebas con "usuarios" <reales> & entrega', 'nueva', '2026-12-22', 501, [501]),
];

/** The task with one of the four statuses that COR's document has. // cor-api §4.1 */
export function documentedStatus(seed: SeedTask): SeedTask {
	const isDocumented = ['nueva', 'en_proceso', 'estancada', 'finalizada'].includes(seed.status);
	return isDocumented ? seed : { ...seed, status: 'en_proceso' };
}

/** An id that no task has. */
export const missingTaskId = 9999;
