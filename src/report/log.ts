import { randomUUID } from 'node:crypto'
import type { Problem } from '../problem.ts'
import { harmless } from './harmless.ts'

/** The job's log, in GitHub's terms. */
export interface Log {
  /** A line of ours or another program's: it can't give the runner commands. */
  readonly info: (line: string) => void
  /** Runs `task` with everything it prints in a group that can be folded. */
  readonly group: <T>(title: string, task: () => Promise<T>) => Promise<T>
  /** Puts a problem on its file's line in GitHub's views. */
  readonly annotate: (problem: Problem) => void
}

/** The parts of `@actions/core` that write to the log. */
export interface LogWriter {
  readonly info: (message: string) => void
  readonly startGroup: (title: string) => void
  readonly endGroup: () => void
  readonly error: Annotate
  readonly warning: Annotate
  readonly notice: Annotate
}

type Annotate = (
  message: string,
  properties: { title?: string; file?: string; startLine?: number; startColumn?: number },
) => void

/**
 * Opens the log. Within a group the runner is told to heed no commands, until a word that no program can guess:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 * @param repositoryPath turns a path of a problem into one from the repository's root.
 */
export function openLog(writer: LogWriter, repositoryPath: (path: string) => string): Log {
  let end: string | undefined
  const endGroup = () => {
    if (end === undefined) return
    writer.info(end)
    writer.endGroup()
    end = undefined
  }
  return {
    info: (line) => {
      writer.info(harmless(line))
    },
    group: async (title, task) => {
      const word = randomUUID()
      writer.startGroup(title)
      writer.info(`::stop-commands::${word}`)
      end = `::${word}::`
      try {
        return await task()
      } finally {
        endGroup()
      }
    },
    annotate: ({ severity, code, message, hint, location }) => {
      // A cancelled run reports before its group has come to its end, and in a group no command counts.
      endGroup()
      writer[severity](hint === undefined ? message : `${message}\n${hint}`, {
        title: code,
        ...(location && { file: repositoryPath(location.path) }),
        ...(location?.line !== undefined && { startLine: location.line }),
        ...(location?.column !== undefined && { startColumn: location.column }),
      })
    },
  }
}
