import { useState } from 'react'
import { Button, Select, TextInput } from '@mantine/core'
import type { Office, Role } from '@holdfast/core/nations'
import type { Login } from '../api/index.ts'
import { OFFICE_TITLE } from '../words/index.ts'

/** The role that the development login takes in each office. */
export const ROLE_OF_OFFICE: Readonly<Record<Office, Role>> = {
  monitor: 'watch',
  commission: 'panel',
  guarantors: 'planner',
}

const OFFICE_TASK: readonly { readonly office: Office; readonly task: string }[] = [
  { office: 'monitor', task: 'Observes and verifies. The only view with exact positions.' },
  {
    office: 'commission',
    task: 'The panel of nations: votes on findings. Positions delayed and rounded.',
  },
  {
    office: 'guarantors',
    task: 'Forces, gaps and movement; findings, and what a capital decides. Positions delayed and rounded.',
  },
]
/** ISO 3166 never assigns these codes: they belong to no one. */
const NATIONS = [
  { value: 'XAA', label: 'XAA · fictional' },
  { value: 'XAB', label: 'XAB · fictional' },
  { value: 'XAC', label: 'XAC · fictional' },
  { value: 'XAD', label: 'XAD · fictional' },
  { value: 'XAE', label: 'XAE · fictional' },
]

/** What a person may be in any office, beside its usual role. */
const ROLES: readonly { readonly value: Role | 'usual'; readonly label: string }[] = [
  { value: 'usual', label: 'the usual of the office' },
  { value: 'analyst', label: 'analyst' },
  { value: 'head-of-mission', label: 'head of mission' },
  { value: 'minister', label: 'minister, for a capital (guarantors)' },
]

/** Who logs in. */
interface Named {
  readonly name: string
  readonly nation: string
  readonly role: Role | 'usual'
}

function Who({
  who,
  onChange,
}: {
  readonly who: Named
  readonly onChange: (who: Named) => void
}): React.JSX.Element {
  return (
    <>
      <TextInput
        label="Name"
        value={who.name}
        maxLength={80}
        onChange={(event) => onChange({ ...who, name: event.currentTarget.value })}
      />
      <Select
        label="Nation"
        data={NATIONS}
        value={who.nation}
        allowDeselect={false}
        onChange={(value) => onChange({ ...who, nation: value ?? 'XAA' })}
      />
      <Select
        label="Role"
        data={ROLES}
        value={who.role}
        allowDeselect={false}
        onChange={(value) =>
          onChange({ ...who, role: ROLES.find((one) => one.value === value)?.value ?? 'usual' })
        }
      />
    </>
  )
}

/** The development login: no password, and the server refuses it beyond this machine. */
export function LoginScreen({
  busy,
  problem,
  onLogin,
}: {
  readonly busy: boolean
  readonly problem: string | null
  readonly onLogin: (login: Login) => void
}): React.JSX.Element {
  const [who, setWho] = useState<Named>({ name: 'Watch officer', nation: 'XAA', role: 'usual' })
  const { nation, role } = who
  const name = who.name.trim()
  return (
    <main className="login">
      <form onSubmit={(event) => event.preventDefault()} aria-label="Development login">
        <h1>HOLDFAST</h1>
        <p className="login-what">
          A ceasefire that many nations guarantee: what is seen, what was found, and what follows
          from it.
        </p>
        <p className="login-mark">
          <b>Development login.</b> No password and no key: it works on this machine only, and the
          log says so.
        </p>
        <div className="login-who">
          <Who who={who} onChange={setWho} />
        </div>
        <fieldset>
          <legend>Enter the office of the</legend>
          {OFFICE_TASK.map(({ office, task }) => (
            <div className="login-office" key={office}>
              <Button
                fullWidth
                disabled={busy || name === ''}
                variant={office === 'monitor' ? 'filled' : 'default'}
                onClick={() =>
                  onLogin({
                    name,
                    nation,
                    role: role === 'usual' ? ROLE_OF_OFFICE[office] : role,
                    office,
                  })
                }
              >
                {OFFICE_TITLE[office]}
              </Button>
              <span>{task}</span>
            </div>
          ))}
        </fieldset>
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <p className="login-foot">
          One office’s view at a time. People decide; the system never does.
        </p>
      </form>
    </main>
  )
}
