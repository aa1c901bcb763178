import {
  anyMapping,
  is,
  isFalsy,
  isMapping,
  listOf,
  mapping,
  nullOr,
  oneOf,
  orNull,
  when,
  type Schema,
} from './builders.ts'
import { checks, type Check } from './checks.ts'
import { schedule } from './schedules.ts'
import { trigger } from './triggers.ts'

/** Whose rules: what every release of Prefect refuses, or what 3.8 refuses as well. */
export type Release = 'any' | '3.8'

const versionTypes = [
  ...['prefect:simple', 'vcs:github', 'vcs:gitlab', 'vcs:bitbucket', 'vcs:azuredevops', 'vcs:git'],
  null,
]

const step = mapping(
  {},
  {
    maxProperties: 1,
    ...is({
      expected: 'given by its full name, such as my_package.my_module.my_step',
      test: (value) => !isMapping(value) || Object.keys(value).every((name) => /[.:]/.test(name)),
    }),
  },
)
const shellStep = mapping(
  {
    script: is(checks.text),
    directory: orNull(checks.text),
    id: is({
      expected: 'a text',
      test: (value) => typeof value !== 'object' || value === null,
    }),
    requires: is(checks.anything),
    env: is({
      expected: 'a mapping of texts',
      test: (value) =>
        isMapping(value) ? Object.values(value).every((each) => typeof each === 'string') : isFalsy(value),
    }),
    stream_output: is(checks.anything),
    expand_env_vars: is(checks.anything),
    // New in 3.8.
    shell: is(checks.anything),
  },
  { required: ['script'], additionalProperties: false },
)
const shellSteps = [
  'prefect.deployments.steps.run_shell_script',
  'prefect.deployments.steps.utility.run_shell_script',
]
/** Steps that run at the deployment; those of other packages are known to these alone. */
const steps = when(
  (value) => value === null || (isMapping(value) && Object.keys(value).length === 0),
  {},
  listOf({
    ...step,
    properties: Object.fromEntries(shellSteps.map((name) => [name, shellStep])),
    additionalProperties: { type: 'object' },
  }),
)
/** Pull steps run later, on the worker, so only their outer form matters now. */
const pullSteps = when((value) => value === null || isMapping(value), {}, listOf(anyMapping))

/** The schema of a whole `prefect.yaml`. */
export function prefectFileSchema(release: Release): Schema {
  return mapping(
    {
      name: release === '3.8' ? orNull(checks.text) : {},
      'prefect-version': release === '3.8' ? orNull(checks.text) : {},
      build: { $ref: '#/$defs/steps' },
      push: { $ref: '#/$defs/steps' },
      pull: pullSteps,
      deployments: nullOr(listOf(deployment(release === '3.8'))),
    },
    { $defs: { schedule: schedule(release === '3.8'), trigger: trigger(release === '3.8'), steps } },
  )
}

function deployment(isNew: boolean): Schema {
  const properties = {
    name: orNull(checks.filledText),
    version: orNull(checks.text),
    version_type: oneOf(...versionTypes),
    tags: is(isNew ? checks.tags : checks.tagsOfAnyKind),
    description: orNull(checks.text),
    flow_name: isNew ? orNull(checks.text) : {},
    entrypoint: is(checks.entrypoint),
    parameters: anyMapping,
    enforce_parameter_schema: orNull(isNew ? checks.yesNo : checks.yesNoTemplate),
    paused: orNull(isNew ? checks.yesNo : checks.yesNoTemplate),
    concurrency_limit: concurrencyLimit(isNew),
    work_pool: mapping({
      name: orNull(checks.filledText),
      work_queue_name: orNull(checks.text),
      job_variables: anyMapping,
    }),
    schedule: when(
      isFalsy,
      {},
      when(isMapping, { $ref: '#/$defs/schedule' }, is(isNew ? never : checks.anything)),
    ),
    schedules: when(
      (value) => value === null || (!isNew && isMapping(value) && Object.keys(value).length === 0),
      {},
      listOf({ $ref: '#/$defs/schedule' }),
    ),
    triggers: when(
      (value) => value === null || (!isNew && isMapping(value) && Object.keys(value).length === 0),
      {},
      listOf({ $ref: '#/$defs/trigger' }),
    ),
    sla: nullOr({ type: 'array' }),
    build: { $ref: '#/$defs/steps' },
    push: { $ref: '#/$defs/steps' },
    pull: pullSteps,
  }
  return mapping(properties, { required: ['entrypoint'], ...is(noTwoSchedules) })
}

const never: Check = { expected: 'a mapping', test: () => false }

const noTwoSchedules: Check = {
  expected: 'given either "schedule" or "schedules", not both',
  test: (value) =>
    !(isMapping(value) && 'schedules' in value && 'schedule' in value && !isFalsy(value['schedule'])),
}

function concurrencyLimit(isNew: boolean): Schema {
  return when(
    isMapping,
    mapping(
      {
        limit: orNull(checks.limit),
        collision_strategy: oneOf('ENQUEUE', 'CANCEL_NEW'),
        ...(isNew && { grace_period_seconds: orNull(checks.gracePeriod) }),
      },
      { required: ['collision_strategy'] },
    ),
    orNull(isNew ? checks.limit : checks.limitTemplate),
  )
}
