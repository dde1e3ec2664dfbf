/** docs/access.md: who may do what, from the one table the server asks. */

/** Who has a role, in a sentence. */
const WHO = {
  'global-admin':
    'Answers for the account of a partner: may do whatever the partner may, and alone manages other global admins.',
  'user-management-admin': "Manages the partner's own users and programs, and sells nothing.",
  'billing-admin': "Looks after the partner's invoices, payments and billing data, and sells nothing.",
  'admin-agent': 'Serves customers in everything: sells, changes, supports, and manages their users.',
  'sales-agent': 'Sells and changes subscriptions, and does not manage users of customers.',
  'helpdesk-agent': 'Supports customers: sees what they have and manages their users, and buys nothing.',
  'platform-operator': 'Runs the marketplace for the provider: partners, catalogue, users, jobs.',
  'platform-finance': "Looks after the provider's money: billing runs, and publishing of price lists.",
  'platform-auditor': 'Reads whatever there is at the provider, and changes nothing.',
}

/** Letters over the columns of the matrix. */
const SHORT = {
  'global-admin': 'GA',
  'user-management-admin': 'UM',
  'billing-admin': 'BA',
  'admin-agent': 'AA',
  'sales-agent': 'SA',
  'helpdesk-agent': 'HA',
  'platform-operator': 'PO',
  'platform-finance': 'PF',
  'platform-auditor': 'PA',
}

export function accessPage(
  { CAPABILITIES, WITHHELD_FROM_RESELLERS, may },
  { PARTNER_ROLES, PLATFORM_ROLES, ROLES },
  endpoints,
  page,
  table,
) {
  for (const role of ROLES) {
    if (WHO[role] === undefined || SHORT[role] === undefined)
      throw new Error(`scripts/access-page.mjs does not know ${role}`)
  }
  const people = (roles) =>
    table(
      ['role', '', 'who'],
      roles.map((role) => [`\`${role}\``, SHORT[role], WHO[role]]),
    )
  const operations = (capability) => endpoints.filter((endpoint) => endpoint.capability === capability).length
  const matrix = table(
    ['capability', 'what', ...ROLES.map((role) => SHORT[role]), 'reseller', 'operations'],
    Object.entries(CAPABILITIES)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([capability, { what }]) => [
        `\`${capability}\``,
        what,
        ...ROLES.map((role) => (may([role], capability, false) ? 'x' : '')),
        capability.startsWith('platform.') ? '' : WITHHELD_FROM_RESELLERS.has(capability) ? 'never' : 'own',
        operations(capability),
      ]),
  )
  return page(
    'Who may do what',
    `Each operation of the API needs one capability ([api.md](api.md) names it), and a role is a set of capabilities. This page is
made from the one table that says so, \`src/core/access/permission.ts\`; the server asks it in one place, before anything is read or
changed. Tests call every operation with every role, as users and as programs, of a partner, of a reseller and of the provider, also
where it acts for one of them; every operation under a customer with every role for a customer of somebody else; and every operation
on what an account owns, as another partner and as a reseller with all rights, with the very request by which its owner succeeds.`,
    `## Roles of a partner\n${people(PARTNER_ROLES)}`,
    `## Roles of the provider\n${people(PLATFORM_ROLES)}

The provider's staff name the partner they act for in the header \`Prorata-Partner\`, by its id. They read there what the table
gives them, and change nothing of a partner's but through operations under \`/v1/platform\`. Those ignore the header: they are the
provider's own, at its time and in its activity log, and name the partner they concern, if any, in their path or body.`,
    `## The table
\`x\`: the role has it. Somebody with several roles has what any of them has. *reseller*: whether users of an indirect reseller
have it, whatever their roles: \`own\` for its own customers, \`never\` not at all. *operations*: how many need it; what none needs
is asked inside of one, or is there for what is to come.

${matrix}`,
    `## Besides the table
- **Users and programs.** A program (service principal) that acts by itself has the roles it was given. One that acts for a user
  has the user's. Operations marked *users only* in [api.md](api.md) refuse a program by itself (403, 900329).
- **Whose data.** Capabilities say what somebody may do, never with whose data: that is decided by each query. What belongs to
  another account does not exist (404). An indirect reseller sees what its providers hold of customers it brought.
- **Roles keep to their side.** A token may claim roles of the other side; they mean nothing there.
- **Managing users.** Global admins are managed by global admins and the provider's operators only. Who registers a program gives
  it roles it has itself, unless it is an administrator. Nobody takes its own roles away, and the last administrator of an account
  stays.
- **Standing in the programme.** A partner that is \`restricted\` or \`suspended\` manages what it has sold, changes quantities and
  lets it renew; it buys nothing new and brings no customers (\`program-restricted\`).
- **Refused** is answered with 403 and 900150, and names the roles of the token and what they do not allow.`,
  )
}
