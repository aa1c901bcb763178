import { Ajv } from 'ajv'
import { failure } from '../problem.ts'

/** What set the run off, as far as a deploy is concerned. */
export type DeployEvent =
  | {
      readonly kind: 'push'
      readonly branch: string
      /** The commit that the branch was at; undefined for a branch that the push made. */
      readonly before: string | undefined
      /** The push removed commits from the branch. */
      readonly forced: boolean
      readonly defaultBranch: string
    }
  | { readonly kind: 'branch-deleted'; readonly branch: string }
  | { readonly kind: 'manual'; readonly eventName: string; readonly branch: string }

/** The event as the runner tells it. */
export interface EventContext {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string
  /** The parsed file at `GITHUB_EVENT_PATH`. */
  readonly payload: unknown
  /** `GITHUB_REF`, such as `refs/heads/master`. */
  readonly ref: string
}

interface PushPayload {
  ref: string
  before: string
  deleted: boolean
  forced: boolean
  repository: { default_branch: string }
}

const commitId = { type: 'string', pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' }
const validatePush = new Ajv({ allErrors: true }).compile<PushPayload>({
  type: 'object',
  required: ['ref', 'before', 'deleted', 'forced', 'repository'],
  properties: {
    ref: { type: 'string' },
    before: commitId,
    deleted: { type: 'boolean' },
    forced: { type: 'boolean' },
    repository: {
      type: 'object',
      required: ['default_branch'],
      properties: { default_branch: { type: 'string', minLength: 1 } },
    },
  },
})

/** Events that a person or a clock starts, and that say nothing about what changed. */
const manualEvents = ['workflow_dispatch', 'repository_dispatch', 'schedule']

/**
 * Reads the event, and refuses those that must not deploy: pull requests, forks, tags and unknown events.
 * A called workflow (`workflow_call`) has the event of its caller.
 * Payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws ActionError `event-refused`, `fork-refused`, `tag-refused` or `event-invalid`.
 */
export function parseEvent({ name, payload, ref }: EventContext): DeployEvent {
  if (name !== 'push' && !manualEvents.includes(name)) {
    throw failure('event-refused', `This action doesn't deploy on the event "${name}".`, {
      hint: `Use it in a workflow that runs on push, ${manualEvents.join(', ')}.`,
    })
  }
  if (isFork(payload)) {
    throw failure('fork-refused', "This repository is a fork, and a fork's code is never deployed.", {
      hint: 'Run the workflow in the original repository, or disable it in the fork (Actions, the workflow, "Disable workflow").',
    })
  }
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
  if (branch === undefined) {
    throw failure('tag-refused', `This action deploys branches only, and "${ref}" is not a branch.`, {
      hint: 'Limit the workflow to branches (on: push: branches: [...]), or choose a branch when running it by hand.',
    })
  }
  return name === 'push' ? parsePush(payload, branch) : { kind: 'manual', eventName: name, branch }
}

function parsePush(payload: unknown, branch: string): DeployEvent {
  if (!validatePush(payload)) {
    const errors = validatePush.errors?.map(({ instancePath, message }) =>
      `${instancePath} ${message ?? ''}`.trim(),
    )
    throw failure(
      'event-invalid',
      `The push event is not in GitHub's form: ${errors?.join('; ') ?? 'unknown'}.`,
      {
        hint: 'Check the file that GITHUB_EVENT_PATH names.',
      },
    )
  }
  if (payload.deleted) return { kind: 'branch-deleted', branch }
  return {
    kind: 'push',
    branch,
    before: /^0+$/.test(payload.before) ? undefined : payload.before,
    forced: payload.forced,
    defaultBranch: payload.repository.default_branch,
  }
}

function isFork(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('repository' in payload)) return false
  const { repository } = payload
  return (
    typeof repository === 'object' && repository !== null && 'fork' in repository && repository.fork === true
  )
}
