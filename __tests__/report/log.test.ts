import { describe, expect, test } from '@jest/globals'
import { openLog } from '../../src/report/log.ts'

type Annotation = [severity: string, message: string, properties: object]

/** A log that keeps what is written, as GitHub's runner would see it. */
function keepLog(repositoryPath = (path: string) => path) {
  const written: string[] = []
  const annotations: Annotation[] = []
  const annotate = (severity: string) => (message: string, properties: object) => {
    annotations.push([severity, message, properties])
  }
  const log = openLog(
    {
      info: (line) => written.push(line),
      startGroup: (title) => written.push(`::group::${title}`),
      endGroup: () => written.push('::endgroup::'),
      error: annotate('error'),
      warning: annotate('warning'),
      notice: annotate('notice'),
    },
    repositoryPath,
  )
  return { log, written, annotations }
}

/** Lines that a runner would take for commands (ActionCommand.cs: `::` at the start, `##[` anywhere). */
const commands = (written: readonly string[]) =>
  written.flatMap((text) => text.split(/[\r\n]+/)).filter((line) => /^\s*::|##\[/.test(line))

describe(openLog.name, () => {
  test('writes plain lines as they are', () => {
    const { log, written } = keepLog()
    log.info('The plan:\n  build  a::b\t# c')
    log.info('Step 1/2 : RUN x ::y')
    expect(written).toEqual(['The plan:\n  build  a::b\t# c', 'Step 1/2 : RUN x ::y'])
  })

  describe('a line', () => {
    test.each([
      '::error file=a::forged',
      '   ::add-mask::x',
      '\t::set-output name=a::b',
      'first\n::warning::second',
      'first\r::warning::second',
      'first\r\n  ::warning::second',
      '##[error]forged',
      'text ##[group]forged',
      '\u001b[31m::error::red',
      ':\u001b[0m:error::split',
      '#\u001b[0m#[error]split',
      '\u0085::error::next line',
      '\u0000::error::nul',
    ])('%j gives the runner no command', (text) => {
      const { log, written } = keepLog()
      log.info(text)
      expect(written).toHaveLength(1)
      expect(commands(written)).toEqual([])
    })

    test('leaves colours and control characters out', () => {
      const { log, written } = keepLog()
      log.info('\u001b[1;31mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u0007 a\u0008b\u007f')
      expect(written).toEqual(['red link a b '])
    })
  })
})

describe('a group of the log', () => {
  test('heeds no commands between its start and its end', async () => {
    const { log, written } = keepLog()
    const result = await log.group('Build', async () => {
      log.info('working')
      return 7
    })
    const word = /^::stop-commands::(.+)$/.exec(written[1] ?? '')?.[1] ?? ''
    expect(word).toMatch(/^[0-9a-f-]{36}$/)
    expect(written).toEqual([
      '::group::Build',
      `::stop-commands::${word}`,
      'working',
      `::${word}::`,
      '::endgroup::',
    ])
    expect(result).toBe(7)
  })

  test('ends before an annotation, which would not be heeded in it', async () => {
    const { log, written, annotations } = keepLog()
    await log.group('Build', async () => {
      log.annotate({ code: 'cancelled', severity: 'error', message: 'The run was cancelled.' })
    })
    expect(annotations).toHaveLength(1)
    expect(written.filter((line) => line === '::endgroup::')).toHaveLength(1)
    expect(written.at(-1)).toBe('::endgroup::')
  })

  test('ends also when its task throws', async () => {
    const { log, written } = keepLog()
    const task = log.group('Build', async () => {
      throw new Error('the build failed')
    })
    await expect(task).rejects.toThrow('the build failed')
    const [, stop = ''] = written
    expect(written.slice(2)).toEqual([`::${stop.replace('::stop-commands::', '')}::`, '::endgroup::'])
  })

  test('ends also when its task throws before it waits for anything', async () => {
    const { log, written } = keepLog()
    const task = log.group('Build', () => {
      throw new Error('at once')
    })
    await expect(task).rejects.toThrow('at once')
    expect(written.at(-1)).toBe('::endgroup::')
  })

  test('has a word of its own, which what it prints cannot end', async () => {
    const { log, written } = keepLog()
    await log.group('One', () => Promise.resolve())
    await log.group('Two', async () => {
      log.info((written[5] ?? '').replace('::stop-commands::', '::').concat('::'))
    })
    const words = written.filter((line) => line.startsWith('::stop-commands::'))
    expect(new Set(words).size).toBe(2)
    expect(commands(written)).toHaveLength(8)
  })
})

describe('an annotation of the log', () => {
  test('stands at its place in the repository', () => {
    const { log, annotations } = keepLog((path) => `monorepo/${path}`)
    log.annotate({
      code: 'entrypoint-missing',
      severity: 'error',
      message: 'No such file.',
      hint: 'Correct it.',
      location: { path: 'pipelines/a/prefect.yaml', line: 3, column: 7 },
    })
    expect(annotations).toEqual([
      [
        'error',
        'No such file.\nCorrect it.',
        {
          title: 'entrypoint-missing',
          file: 'monorepo/pipelines/a/prefect.yaml',
          startLine: 3,
          startColumn: 7,
        },
      ],
    ])
  })

  test.each(['error', 'warning', 'notice'] as const)('may be a mere %s without a place', (severity) => {
    const { log, annotations } = keepLog()
    log.annotate({ code: 'timeout', severity, message: 'Too long.' })
    expect(annotations).toEqual([[severity, 'Too long.', { title: 'timeout' }]])
  })

  test('may have no column', () => {
    const { log, annotations } = keepLog()
    log.annotate({ code: 'timeout', severity: 'notice', message: 'm', location: { path: 'a.yaml', line: 1 } })
    expect(annotations).toEqual([['notice', 'm', { title: 'timeout', file: 'a.yaml', startLine: 1 }]])
  })
})
