/** What stands in front of COR. It meets uploads alone; reads go through. */
export const gatewayVariants = {
	/** What the gateway says to an upload in COR's place. // cor-api §10 (end) */
	gateway: ['passes', '401', '429', '502', '503', '504', 'reset'],
	/** When it says so: COR has stored the files, the body was read and went nowhere, or nothing of it was read. */
	gatewayAfter: ['storing', 'reading', 'nothing'],
	/** An upload's 200 before its body was read, which is then kept or dropped. // cor-api §10 (end) */
	earlyAnswer: ['never', 'kept', 'dropped'],
	/** Whether `100 Continue` comes to an upload that did not ask for it. // cor-api §10 (end) */
	continues: ['when-asked', 'unasked'],
} as const;
