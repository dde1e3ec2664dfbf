// Who may import whom. Each rule's comment is the reason, in one sentence; test/guards/architecture.test.ts feeds each rule a
// file that breaks it, so a rule that can no longer fire fails the suite.

/** The rooms of the core from the bottom up; a room may import the rooms on lower floors, never its neighbours. */
const FLOORS = [
  ['money', 'calendar'],
  ['proration'],
  ['catalog', 'access'],
  ['subscription'],
  ['charging', 'rating', 'ordering'],
  ['invoicing'],
  ['recon', 'scenario'],
]

const WHY = {
  money: 'Money is arithmetic on whole numbers and has no use for anything that bills.',
  calendar: 'The calendar counts days and months and has no use for anything that bills.',
  proration: 'Proration turns a price, a quantity and days into an amount, whatever is sold and to whom.',
  catalog: 'The catalogue describes what can be bought and does not change when somebody buys it.',
  access: 'Who may do what is decided by roles alone, not by the state of what they act on.',
  subscription: 'A subscription says what happened and what may happen; what it costs is decided above.',
  charging: 'Charging makes lines from subscriptions; which document they land on is decided above.',
  rating: 'Rating makes lines from usage; which document they land on is decided above.',
  ordering: 'Ordering turns carts into events; what they cost is decided beside it, and put together in app.',
  invoicing: 'An invoice gathers finished lines; how a file prints them is decided above.',
  recon: 'Reconciliation files print what was decided and decide nothing that others could need.',
  scenario: 'A scenario plays through the core from the outside, so nothing below may know of it.',
}

const TEST = '\\.test\\.ts$'
const MAIN_FILES = ['^src/(api|jobs|cli)/main\\.ts$', '^src/cli/session\\.ts$']
const ROOMS = FLOORS.flat()

const floors = FLOORS.flatMap((rooms, floor) => {
  const below = FLOORS.slice(0, floor).flat()
  return rooms.map((room) => ({
    name: `core-${room}-looks-down`,
    comment: WHY[room],
    severity: 'error',
    from: { path: `^src/core/${room}/`, pathNot: TEST },
    to: { path: '^src/core/', pathNot: ['^src/core/refusal\\.ts$', `^src/core/(${[room, ...below].join('|')})/`] },
  }))
})

module.exports = {
  forbidden: [
    {
      name: 'core-stays-pure',
      comment:
        'The core is plain data in and plain data out, so it needs no package, no part of Node and no other room.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: TEST },
      to: { pathNot: '^src/core/' },
    },
    ...floors,
    {
      name: 'core-has-no-other-rooms',
      comment:
        'A new room of the core gets its floor in this file first, because a room without a floor obeys no rule.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/core/',
        pathNot: ['^src/core/((money-|usage-)refusals|refusal(\\.test)?)\\.ts$', `^src/core/(${ROOMS.join('|')})/`],
      },
    },
    {
      name: 'refusal-knows-nobody',
      comment: 'Every room of the core may refuse, so the list of refusals rests on none of them.',
      severity: 'error',
      from: { path: '^src/core/((money-|usage-)refusals|refusal)\\.ts$' },
      to: { pathNot: '^src/core/(money|usage)-refusals\\.ts$' },
    },
    {
      name: 'src-has-no-other-rooms',
      comment: 'A new room of the house gets its rules in this file first, because a room without rules obeys none.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: '^src/(core|store|app|api|jobs|cli|web)/' },
    },
    {
      name: 'store-knows-only-core',
      comment: 'The store turns rows into core values and back, and decides nothing that a use case or a door knows.',
      severity: 'error',
      from: { path: '^src/store/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/(store|core)/' },
    },
    {
      name: 'only-store-talks-to-the-database',
      comment:
        'All SQL lives in the store, so that a second place cannot disagree about types, transactions or partners.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/store/', TEST] },
      to: { path: '(^|node_modules/)(@types/)?(pg|pg-copy-streams|@electric-sql/pglite)(/|$)' },
    },
    {
      name: 'app-knows-core-and-store',
      comment: 'A use case is the same whichever door it is called through, so it must not know the doors.',
      severity: 'error',
      from: { path: '^src/app/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/(app|core|store)/' },
    },
    {
      name: 'doors-leave-the-store-closed',
      comment: 'A door calls one use case; only its main file opens the database and hands it in.',
      severity: 'error',
      from: { path: '^src/(api|jobs|cli)/', pathNot: [TEST, ...MAIN_FILES] },
      to: { path: '^src/store/' },
    },
    {
      name: 'doors-do-not-lead-into-each-other',
      comment: 'What two doors share belongs in app; one door may start another, but only by its main file.',
      severity: 'error',
      from: { path: '^src/(api|jobs|cli)/', pathNot: TEST },
      to: { path: '^src/(api|jobs|cli|web)/', pathNot: ['^src/$1/', '^src/(api|jobs|cli)/main\\.ts$'] },
    },
    {
      name: 'web-knows-core-and-api-schema',
      comment:
        'The pages reach the program over HTTP and share nothing with it but its values and the shapes on the wire.',
      severity: 'error',
      from: { path: '^src/web/', pathNot: TEST },
      to: { path: '^src/', pathNot: '^src/(web/|core/|api/schema(/|\\.ts$))' },
    },
    {
      name: 'nothing-imports-a-test',
      comment: 'What two tests share belongs in test/support; a test that is imported runs twice.',
      severity: 'error',
      from: {},
      to: { path: TEST },
    },
    {
      name: 'program-needs-no-test-support',
      comment: 'The test folder is not part of the published package, so nothing that is may lean on it.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^test/' },
    },
    {
      name: 'program-needs-no-development-package',
      comment: 'Development packages are missing where the program is installed (the pages are bundled before).',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/web/', TEST] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other can only be understood, tested and moved together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-is-found',
      comment: 'An import that cannot be resolved has no path, so that no other rule would notice where it leads.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'require', 'types'],
    },
  },
}
