import { describe, expect, test } from '@jest/globals'
import { parsePrefectFile } from '../../src/workspace/prefect-file.ts'
import { findPrefectProblems } from '../../src/workspace/prefect-problems.ts'
import { lines } from '../builders/text.ts'

const path = 'p/prefect.yaml'
const refused = 'Prefect 3.4 lets it pass; Prefect 3.8 refuses the whole file.'

/** A file whose first deployment ends in `more`, from line 4 and column 5 on. */
const withLines = (...more: string[]) =>
  lines(
    'deployments:',
    '  - name: a--prod',
    '    entrypoint: flow.py:main',
    ...more.map((line) => `    ${line}`),
  )

type Row = [text: string[], code: string, place: string, message: string]

const mistakes: Row[] = [
  [
    ['flow_name: 2026-01-31'],
    'prefect-file-invalid',
    '4:16',
    '"deployments.0.flow_name" must be a text, but it is the date 2026-01-31.',
  ],
  [
    ['version: 1.0'],
    'prefect-file-invalid',
    '4:14',
    '"deployments.0.version" must be a text, but it is the number 1.',
  ],
  [
    ['version: 2026-01-31'],
    'prefect-file-invalid',
    '4:14',
    '"deployments.0.version" must be a text, but it is the date 2026-01-31.',
  ],
  [
    ['description: yes'],
    'prefect-file-invalid',
    '4:18',
    '"deployments.0.description" must be a text, but it is the boolean true.',
  ],
  [
    ['tags: 5'],
    'prefect-file-invalid',
    '4:11',
    '"deployments.0.tags" must be a list, but it is the number 5.',
  ],
  [
    ['parameters: [a]'],
    'prefect-file-invalid',
    '4:17',
    '"deployments.0.parameters" must be a mapping, but it is a list.',
  ],
  [
    ['parameters:', '  yes: 1'],
    'prefect-file-invalid',
    '5:7',
    'This key must be a text, but it is a boolean.',
  ],
  [
    ['parameters:', '  2026-01-31: 1'],
    'prefect-file-invalid',
    '5:7',
    'This key must be a text, but it is a date.',
  ],
  [
    ['paused: maybe'],
    'prefect-file-invalid',
    '4:13',
    '"deployments.0.paused" must be true or false, but it is the text "maybe".',
  ],
  [
    ['concurrency_limit: 0'],
    'prefect-file-invalid',
    '4:24',
    '"deployments.0.concurrency_limit" must be a whole number from 1 on, but it is the number 0.',
  ],
  [
    ['concurrency_limit:', '  limit: 5'],
    'prefect-file-invalid',
    '5:7',
    '"deployments.0.concurrency_limit" lacks "collision_strategy".',
  ],
  [
    ['work_pool: big'],
    'prefect-file-invalid',
    '4:16',
    '"deployments.0.work_pool" must be a mapping, but it is the text "big".',
  ],
  [
    ['work_pool:', '  job_variables:'],
    'prefect-file-invalid',
    '5:21',
    '"deployments.0.work_pool.job_variables" must be a mapping, but it is empty.',
  ],
  [
    ['version_type: git'],
    'prefect-file-invalid',
    '4:19',
    '"deployments.0.version_type" must be "prefect:simple" or "vcs:github" or "vcs:gitlab" or "vcs:bitbucket" or "vcs:azuredevops" or "vcs:git" or null, but it is the text "git".',
  ],
  [
    ['build:', '  - notify: {}'],
    'prefect-file-invalid',
    '5:9',
    '"deployments.0.build.0" must be given by its full name, such as my_package.my_module.my_step.',
  ],
  [
    ['build:', '  - prefect.deployments.steps.run_shell_script:', '      script: git log', '      dir: x'],
    'prefect-file-invalid',
    '7:11',
    '"deployments.0.build.0.prefect.deployments.steps.run_shell_script" has the argument "dir", which the step does not take.',
  ],
  [
    ['schedules:', '  - cron: "0 25 * * *"'],
    'schedule-invalid',
    '5:15',
    '"deployments.0.schedules.0.cron" must be a cron line, but it is the text "0 25 * * *": "25" is no hour.',
  ],
  [
    ['schedules:', '  - cron: "0 6 * *"'],
    'schedule-invalid',
    '5:15',
    '"deployments.0.schedules.0.cron" must be a cron line, but it is the text "0 6 * *": it has 4 fields, and cron lines have five: minute, hour, day of the month, month, day of the week.',
  ],
  [
    ['schedules:', '  - interval: -60'],
    'schedule-invalid',
    '5:19',
    '"deployments.0.schedules.0.interval" must be a number of seconds above 0, but it is the number -60.',
  ],
  [
    ['schedules:', '  - interval: 60', '    anchor_date: "31.1.2026"'],
    'schedule-invalid',
    '6:22',
    '"deployments.0.schedules.0.anchor_date" must be a date such as "2026-01-31T10:00:00", but it is the text "31.1.2026".',
  ],
  [
    ['schedules:', '  - rrule: "FREQ=DAYLY"'],
    'schedule-invalid',
    '5:16',
    '"deployments.0.schedules.0.rrule" must be a recurrence rule such as "FREQ=DAILY;INTERVAL=2", but it is the text "FREQ=DAYLY": "DAYLY" is no value of FREQ.',
  ],
  [
    ['schedules:', '  - cron: "0 6 * * *"', '    timezone: America/sao_paulo'],
    'schedule-invalid',
    '6:19',
    '"deployments.0.schedules.0.timezone" must be a time zone such as "America/Sao_Paulo", but it is the text "America/sao_paulo": upper and lower case count: "America/Sao_Paulo".',
  ],
  [
    ['schedules:', '  - timezone: UTC'],
    'schedule-invalid',
    '5:9',
    '"deployments.0.schedules.0" must be given one of "cron", "interval" and "rrule".',
  ],
  [
    ['triggers:', '  - expect: [a]', '    posture: Proactive', '    within: 5'],
    'prefect-file-invalid',
    '7:17',
    '"deployments.0.triggers.0.within" must be a number of seconds from 10 on, but it is the number 5.',
  ],
  [
    ['triggers:', '  - type: evnt'],
    'prefect-file-invalid',
    '5:15',
    '"deployments.0.triggers.0.type" must be "event" or "metric" or "compound" or "sequence", but it is the text "evnt".',
  ],
  [
    ['schedule: {cron: "0 6 * * *"}', 'schedules: []'],
    'prefect-file-invalid',
    '2:5',
    '"deployments.0" must be given either "schedule" or "schedules", not both.',
  ],
]

const warnings: Row[] = [
  [
    ['work_pol:', '  name: big'],
    'prefect-key-unknown',
    '4:5',
    'Prefect doesn\'t know the key "work_pol" here and ignores it. Did you mean "work_pool"?',
  ],
  [
    ['catchup: true'],
    'prefect-key-unknown',
    '4:5',
    'Prefect doesn\'t know the key "catchup" here and ignores it.',
  ],
  [
    ['work_pool:', '  name: big', '  work_queue: prod'],
    'prefect-key-unknown',
    '6:7',
    'Prefect doesn\'t know the key "work_queue" here and ignores it. Did you mean "work_queue_name"?',
  ],
  [
    ['schedules:', '  - cron: "0 6 * * *"', '    flow_run_name: x'],
    'prefect-newer-rejects',
    '6:9',
    'A schedule has no key "flow_run_name". Prefect 3.4 ignores it; Prefect 3.8 refuses the whole file.',
  ],
  [
    ['schedules:', '  - cron: "0 6 * * *"', '    time_zone: UTC'],
    'prefect-newer-rejects',
    '6:9',
    'A schedule has no key "time_zone". Did you mean "timezone"? Prefect 3.4 ignores it; Prefect 3.8 refuses the whole file.',
  ],
  [
    ['flow_name: 5'],
    'prefect-newer-rejects',
    '4:16',
    `"deployments.0.flow_name" must be a text, but it is the number 5. ${refused}`,
  ],
]

describe(findPrefectProblems.name, () => {
  test.each(mistakes)('%j is a mistake: %s at %s', (text, code, place, message) => {
    const { deployments, problems } = parsePrefectFile(path, withLines(...text))
    expect(deployments).toEqual([])
    expect(problems.map(inShort)).toEqual([['error', code, place, `${path}: ${message}`]])
  })

  test.each(warnings)('%j is a warning: %s at %s', (text, code, place, message) => {
    const { deployments, problems } = parsePrefectFile(path, withLines(...text))
    expect(deployments).toHaveLength(1)
    expect(problems.map(inShort)).toEqual([['warning', code, place, `${path}: ${message}`]])
  })

  test('each deployment has its own mistakes, all told at once and with what to do', () => {
    const source = lines(
      ...[
        'depoyments: none',
        'deployments:',
        '  - name: a--prod',
        '    entrypoint: flow.py',
        '    version: 5',
      ],
      ...['  - name: b--prod', '    entrypoint: flow.py:main', '    schedules:', '      - cron: hourly'],
    )
    const { problems } = parsePrefectFile(path, source)
    expect(problems.map(inShort).map(([, code, place]) => [code, place])).toEqual([
      ['prefect-file-invalid', '5:14'],
      ['prefect-file-invalid', '4:17'],
      ['schedule-invalid', '9:15'],
      ['prefect-key-unknown', '1:1'],
    ])
    expect(problems.every(({ hint }) => hint?.endsWith('.') === true)).toBe(true)
  })

  test('a deployment without a name is passed over, unless it is the only one', () => {
    const unnamed = ['  - entrypoint: flow.py:main']
    const alone = parsePrefectFile(path, lines('deployments:', ...unnamed))
    expect(alone.problems.map(inShort)).toEqual([
      ['error', 'prefect-file-invalid', '2:5', `${path}: "deployments.0" lacks "name".`],
    ])
    const { deployments, problems } = parsePrefectFile(path, lines(withLines().trimEnd(), ...unnamed))
    expect(deployments.map(({ name, index }) => [name, index])).toEqual([['a--prod', 0]])
    expect(problems.map(inShort)).toEqual([
      [
        'warning',
        'deployment-unnamed',
        '4:5',
        `${path}: "deployments.1" lacks "name", so it is never deployed.`,
      ],
    ])
  })

  test('what stands at the top for its anchor is none of a mistake', () => {
    const source = lines('shared: &shared', '  version: "1"', withLines('<<: *shared').trimEnd())
    expect(parsePrefectFile(path, source).problems).toEqual([])
  })

  test('a thousand files take about a second, also where the machine is busy', () => {
    const source = withLines('schedules:', '  - cron: "0 6 * * *"', '    timezone: America/Sao_Paulo')
    const from = performance.now()
    for (let count = 0; count < 1000; count += 1) parsePrefectFile(path, source)
    expect(performance.now() - from).toBeLessThan(10_000)
  })
})

function inShort({ severity, code, message, location }: ReturnType<typeof findPrefectProblems>[number]) {
  return [severity, code, `${location?.line ?? 0}:${location?.column ?? 0}`, message]
}
