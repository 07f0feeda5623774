/** Begins the console lines that are the test report, among everything else that an extension host prints. */
export const reportMark = '[tests]';
