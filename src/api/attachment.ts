/** A `Content-Disposition`: a file to be kept under a name. What a header cannot hold becomes a low line. */
export function attachment(name: string, disposition: 'inline' | 'attachment' = 'attachment'): string {
  return `${disposition}; filename="${name.replaceAll(/[^ -~]|["\\]/g, '_')}"`
}

/** The headers of a CSV file. */
export function csvHeaders(name: string): Readonly<Record<string, string>> {
  return { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': attachment(name) }
}
