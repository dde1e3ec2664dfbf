/** A role of a customer's directory: what its holder may do there. */
export interface DirectoryRole {
  readonly id: string
  readonly name: string
}

const role = (number: number, name: string): DirectoryRole => ({
  id: `72909a00-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
  name,
})

/** The built-in roles. Their ids are the same for every customer and never change. */
export const DIRECTORY_ROLES: readonly DirectoryRole[] = [
  role(1, 'Helpdesk Administrator'),
  role(2, 'Global Administrator'),
  role(3, 'User Administrator'),
  role(4, 'License Administrator'),
  role(5, 'Billing Administrator'),
  role(6, 'Service Support Administrator'),
  role(7, 'Password Administrator'),
  role(8, 'Security Administrator'),
  role(9, 'Reports Reader'),
  role(10, 'Directory Readers'),
]

/** The role of a customer's first user. */
export const GLOBAL_ADMINISTRATOR = DIRECTORY_ROLES[1]!

export function findDirectoryRole(roleId: string): DirectoryRole | undefined {
  return DIRECTORY_ROLES.find((one) => one.id === roleId)
}
