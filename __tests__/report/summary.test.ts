import { describe, expect, test } from '@jest/globals'
import type { Problem } from '../../src/problem.ts'
import type { RunRecord } from '../../src/report/run-record.ts'
import { writeSummary } from '../../src/report/summary.ts'
import { anImage, aPlan, aPlannedDeployment } from '../builders/plan.ts'
import { aRecord, built, digest, registered } from '../builders/run-record.ts'

const error: Problem = {
  code: 'build-failed',
  severity: 'error',
  message: 'The image could not be built.',
  hint: 'See the log.',
  location: { path: 'pipelines/revenue/Dockerfile', line: 3 },
}

/** The cells of the table's row that begins with this text. */
function rowOf(summary: string, start: string): string[] {
  const row = summary.split('\n').find((line) => line.startsWith(`| ${start}`))
  return row?.split(/(?<!\\)\|/).flatMap((cell) => cell.trim() || []) ?? []
}

/** What would be markup, a link, a mention or another row if it were not written as text. */
const hostile = 'x</details><img src=x>`[a](https://b)`![c](d) @org/team **e** | f |\n\n# g\n```\n<!-- h'

describe(writeSummary.name, () => {
  test('a deploy that went well', () => {
    const deployment = aPlannedDeployment()
    const summary = writeSummary(
      aRecord({
        plan: aPlan({ deployments: [deployment] }),
        built: [built(anImage())],
        registered: [registered(deployment)],
      }),
      [],
      13_500,
    )
    expect(summary).toMatch(
      /^## Deployed 1 deployment of 1 pipeline to prod\n\nAll pipelines were asked for\.\n/,
    )
    expect(rowOf(summary, 'revenue')).toEqual([
      'revenue',
      '`pipelines:revenue-1`<br>`sha256:aaaaaaaaaaaa` in 1.5 s',
      '[revenue--prod](https://prefect.example/deployments/deployment/id-of-revenue--prod)',
      'registered',
    ])
    expect(summary).toContain('The run took 12.5 s.')
    expect(rowOf(summary, '`ghcr.io/city/pipelines:revenue-1`')[2]).toBe('pushed')
  })

  test('an image that was pushed before another one failed', () => {
    const record = aRecord({ pushed: new Set([anImage().reference]) })
    const row = rowOf(writeSummary(record, [error], 2000), '`ghcr.io/city/pipelines:revenue-1`')
    expect(row.at(-1)).toBe('pushed, and used by nothing')
  })

  test('a dry run plans', () => {
    const summary = writeSummary(aRecord({ dryRun: true }), [], 2000)
    expect(summary).toContain('## Plan for prod: deploy 1 deployment of 1 pipeline\n')
    expect(rowOf(summary, 'revenue').at(-1)).toBe('planned')
    expect(rowOf(summary, '`ghcr.io/city/pipelines:revenue-1`').at(-1)).toBe('planned')
  })

  test('a push that changes no pipeline', () => {
    const plan = aPlan({ pipelines: [], images: [], deployments: [], elsewhere: ['uv.lock', 'a b.md'] })
    const summary = writeSummary(aRecord({ plan }), [], 2000)
    expect(summary).toContain('## Nothing to deploy to prod\n')
    expect(summary).toContain('Changed outside of the pipelines (2 paths)')
    expect(summary).toContain('- `uv.lock`\n- `a b.md`\n')
    expect(summary).not.toContain('| Pipeline |')
  })

  test('a deleted branch', () => {
    const record = aRecord({ plan: undefined, environment: undefined, nothingToDo: 'The branch is gone.' })
    expect(writeSummary(record, [], 2000)).toBe('## Nothing to deploy\n\nThe branch is gone.\n')
  })

  test('many paths outside of the pipelines are cut', () => {
    const withPaths = (length: number) => {
      const elsewhere = Array.from({ length }, (_, index) => `docs/${index}.md`)
      return writeSummary(aRecord({ plan: aPlan({ elsewhere }) }), [], 2000)
    }
    expect(withPaths(40)).toContain('- `docs/29.md`\n- and 10 more\n')
    expect(withPaths(40)).not.toContain('docs/30.md')
    expect(withPaths(30)).toContain('- `docs/29.md`\n\n')
  })

  test('pipelines that are gone are named', () => {
    const summary = writeSummary(aRecord({ plan: aPlan({ removed: ['old', 'older'] }) }), [], 2000)
    expect(summary).toContain('**Gone from the repository:** `old`, `older`.')
    expect(summary).not.toContain('Changed outside of the pipelines')
    expect(writeSummary(aRecord(), [], 2000)).not.toContain('Gone from the repository')
  })

  test('an image that is only named says so, with or without a tag', () => {
    const named = (image: string) => {
      const plan = aPlan({ images: [], deployments: [aPlannedDeployment({ image })] })
      return rowOf(writeSummary(aRecord({ plan }), [], 2000), '`localhost')
    }
    expect(named('localhost:5000/base:1')).toEqual(['`localhost:5000/base:1`', 'named, not built here'])
    expect(named(`localhost:5000/base@${digest}`)).toEqual([
      '`localhost:5000/base`',
      `\`${digest}\``,
      'named, not built here',
    ])
  })

  test('each span of the run is in the timeline', () => {
    const spans = [
      { section: 'Images', label: 'costs-1', from: 1000, to: 2000 },
      { section: 'Images', label: 'revenue-1', from: 1000, to: 3500 },
    ]
    const summary = writeSummary(aRecord({ spans }), [], 5000)
    expect(summary).toContain('```mermaid\ngantt\n')
    expect(summary).toContain('  costs-1 1.0 s :0, 1000\n  revenue-1 2.5 s :0, 2500\n')
  })
})

describe('the summary of a run that failed', () => {
  test('tells the error first', () => {
    const summary = writeSummary(aRecord(), [error], 2000)
    expect(summary).toMatch(/^## Deploy to prod failed\n/)
    expect(summary).toContain(
      '> [!CAUTION]\n> `pipelines/revenue/Dockerfile:3` The image could not be built.\n> \n> See the log. (build-failed)\n',
    )
    expect(summary.indexOf('[!CAUTION]')).toBeLessThan(summary.indexOf('| Pipeline |'))
  })

  test.each([
    ['warning', 'WARNING'],
    ['notice', 'NOTE'],
  ] as const)('a mere %s is none', (severity, kind) => {
    const summary = writeSummary(aRecord(), [{ code: 'timeout', severity, message: 'Careful.' }], 2000)
    expect(summary).toContain(`> [!${kind}]\n> Careful.`)
    expect(summary).toMatch(/^## Deployed /)
  })

  test('says what happened to every pipeline', () => {
    const [done, first, second, later] = [
      aPlannedDeployment({ pipeline: 'costs', name: 'costs--prod' }),
      aPlannedDeployment({ pipeline: 'revenue', name: 'first--prod' }),
      aPlannedDeployment({ pipeline: 'revenue', name: 'second--prod' }),
      aPlannedDeployment({ pipeline: 'taxes', name: 'taxes--prod' }),
    ] as const
    const plan = aPlan({
      pipelines: ['costs', 'none', 'revenue', 'taxes'],
      deployments: [done, first, second, later],
    })
    const record = aRecord({ plan, registered: [registered(done), registered(first)], failed: ['revenue'] })
    const summary = writeSummary(record, [error], 2000)
    expect(rowOf(summary, 'costs').at(-1)).toBe('registered')
    expect(rowOf(summary, 'none')).toEqual(['none', 'no deployment for prod'])
    expect(rowOf(summary, 'revenue').at(-1)).toBe('registered')
    expect(rowOf(summary, ' | ').slice(-2)).toEqual(['second--prod', 'failed'])
    expect(rowOf(summary, 'taxes').at(-1)).toBe('as before')
  })

  test('says that an image was not pushed', () => {
    const summary = writeSummary(aRecord(), [error], 2000)
    expect(rowOf(summary, '`ghcr.io/city/pipelines:revenue-1`').at(-1)).toBe('not pushed')
    expect(rowOf(summary, 'revenue').at(-1)).toBe('as before')
  })

  test('a pipeline whose file is wrong was not begun', () => {
    const plan = aPlan({ images: [], deployments: [], problems: [error] })
    expect(rowOf(writeSummary(aRecord({ plan }), [error], 2000), 'revenue')).toEqual(['revenue', 'not begun'])
  })

  test('a run that failed before the plan has just its error', () => {
    const record = aRecord({ plan: undefined, environment: undefined })
    expect(
      writeSummary(record, [{ code: 'timeout', severity: 'error', message: 'No.', hint: 'Try.' }], 2000),
    ).toBe('## Deploy failed\n\n> [!CAUTION]\n> No.\n> \n> Try. (timeout)\n')
  })

  test('what a program printed is quoted in a block that it cannot end', () => {
    const message = 'It said:\n```\n</details>\n````\n@org'
    const summary = writeSummary(aRecord(), [{ ...error, message }], 2000)
    expect(summary).toContain('> `````text\n> ```\n> </details>\n> ````\n> @org\n> `````\n')
  })
})

describe('the summary of hostile names', () => {
  /** Without code spans and blocks, and what is escaped: only here can markup be. */
  const markup = (summary: string) =>
    summary
      .replace(/^(?:> )?(`{3,}).*\n[^]*?\n(?:> )?\1$/gm, '')
      .replace(/`[^`\n]+`/g, '')
      .replaceAll(/\\[^\n]/g, '')
      .replaceAll('@<!-- -->', '')

  const evil = (summary: string) =>
    markup(summary).match(/<(?!\/?details>|\/?summary>|br>)|!\[|\]\(https:\/\/b|@|\*\*e|^# g|```/gm) ?? []

  test('the check finds markup where it is', () => {
    expect(new Set(evil(hostile))).toEqual(new Set(['<', '![', '@', '**e', '# g', '```']))
  })

  test.each<[string, Partial<RunRecord>]>([
    ['the deployment', { plan: aPlan({ deployments: [aPlannedDeployment({ name: hostile })] }) }],
    ['the image', { plan: aPlan({ images: [anImage({ tag: hostile })] }) }],
    ['the image of a deployment', { plan: aPlan({ deployments: [aPlannedDeployment({ image: hostile })] }) }],
    ['a removed pipeline', { plan: aPlan({ removed: [hostile] }) }],
    ['a pipeline', { plan: aPlan({ pipelines: [hostile] }) }],
    ['a changed path', { plan: aPlan({ elsewhere: [hostile] }) }],
    ['the branch', { plan: aPlan({ reason: hostile }) }],
    ['a deleted branch', { plan: undefined, nothingToDo: hostile }],
    ['the environment', { environment: hostile }],
    ['the label of a span', { spans: [{ section: hostile, label: hostile, from: 0, to: 1 }] }],
  ])('%s is text', (_, record) => {
    const summary = writeSummary(aRecord(record), [], 2000)
    expect(summary).toContain('org')
    expect(evil(summary)).toEqual([])
  })

  test.each<[string, Partial<Problem>]>([
    ['message', { message: hostile }],
    ['hint', { hint: hostile }],
    ['path', { location: { path: hostile } }],
  ])("a problem's %s is text", (_, problem) => {
    const summary = writeSummary(aRecord(), [{ ...error, ...problem }], 2000)
    expect(summary).toContain('org')
    expect(evil(summary)).toEqual([])
  })

  test('text stays readable', () => {
    const message = 'Use <b>, *a* & `x_y` | @org'
    expect(writeSummary(aRecord(), [{ ...error, message }], 2000)).toContain(
      'Use &lt;b>, \\*a\\* &amp; \\`x\\_y\\` \\| @<!-- -->org',
    )
  })

  test('a name cannot add a cell or a row to the table', () => {
    const deployments = [aPlannedDeployment({ name: 'a | b |\n| c' })]
    const summary = writeSummary(aRecord({ plan: aPlan({ deployments }) }), [], 0)
    expect(rowOf(summary, 'revenue')).toHaveLength(4)
    expect(summary.split('\n').filter((line) => line.startsWith('| c'))).toEqual([])
  })
})

describe('the length of the summary', () => {
  const many = (name: string) =>
    aPlan({
      deployments: Array.from({ length: 10_000 }, (_, index) =>
        aPlannedDeployment({ name: `${name}${index}` }),
      ),
    })

  test.each(['revenue-', 'ç'])(
    '%s times many stays below what GitHub takes, cut at the end of a line',
    (start) => {
      const summary = writeSummary(aRecord({ plan: many(start.repeat(100)) }), [error], 0)
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024)
      expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000)
      expect(summary).toMatch(/ \|\n\nThe rest is in the log\.\n$/)
      expect(summary).toContain('The image could not be built.')
    },
  )

  test('a summary of the usual length is not cut', () => {
    expect(writeSummary(aRecord(), [], 0)).not.toContain('The rest is in the log')
  })
})
