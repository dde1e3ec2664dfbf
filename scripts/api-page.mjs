/**
 * docs/api.md: every operation of the API, by group, from the list the server serves, and which of the contract's are not
 * served.
 */
export function apiPage(endpoints, notBuilt, note) {
  const groups = groupBy(endpoints)
  const sections = [...groups].map(([group, list]) => {
    const rows = list.map(
      ({ id, method, path, summary, capability, userOnly }) =>
        `| \`${method} ${path.replace(/:(\w+)/g, '{$1}')}\` | ${id} | ${summary} | ${capability}${userOnly ? ', users only' : ''} |`,
    )
    return [`## ${group}`, '| operation | id | what it does | who may |', '|---|---|---|---|', ...rows].join('\n')
  })
  return `${note}
# The API

${endpoints.length} operations. The full shapes are in the OpenAPI 3.1 document that a running server has at \`/openapi.json\`, and to
browse at \`/docs\`. The last column names the capability a caller needs ([access.md](access.md)); \`public\` needs no token,
\`signed-in\` any valid one. How tokens are had is in [authentication.md](authentication.md). Error codes are in
[refusals.md](refusals.md): each answer that refuses has the contract's number in \`code\` and our word in \`refusal.code\`.

Names in requests are read in any casing, unknown fields are ignored. \`MS-RequestId\` makes a change repeatable: sent again with the
same id and the same content it gets the first answer and changes nothing.

A body may have 1 MiB, where a file is sent more: ${largerBodies(endpoints)}.

## Not served
These operations of the contract's core are not served yet; they answer 404. Where the contract lists metered usage among other
things, as in the lines of invoices, that list is empty.

| operation | id | why |
|---|---|---|
${notBuilt.map(({ operation, id, why }) => `| \`${operation}\` | ${id} | ${why} |`).join('\n')}

${sections.join('\n\n')}
`
}

/** Which operations take larger bodies than others. */
function largerBodies(endpoints) {
  const larger = endpoints.filter(({ bodyLimit }) => bodyLimit !== undefined)
  return larger.map(({ id, bodyLimit }) => `${id} ${Math.round((bodyLimit / 1_048_576) * 10) / 10} MiB`).join(', ')
}

function groupBy(endpoints) {
  const groups = new Map()
  for (const endpoint of endpoints) groups.set(endpoint.group, [...(groups.get(endpoint.group) ?? []), endpoint])
  return groups
}
