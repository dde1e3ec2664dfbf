/** A `Content-Disposition`: a file to be kept under a name. What a header cannot hold becomes a low line. */
export function attachment(name: string, disposition: 'inline' | 'attachment' = 'attachment'): string {
  return `${disposition}; filename="${name.replaceAll(/[^ -~]|["\\]/g, '_')}"`
}
