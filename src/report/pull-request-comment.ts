import { getOctokit } from '@actions/github'
import { commentMarker } from './comment-body.ts'

/** A pull request on GitHub, and how to reach it. */
export interface PullRequestPlace {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  readonly token: string
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string
}

/**
 * Writes a comment, or edits the one that an earlier run wrote for the same environment: the one with the same marker and
 * of the same author, since anybody can write a marker.
 * @throws what GitHub answers, such as a refusal on a pull request from a fork.
 */
export async function writeComment(
  { repository, number, token, apiUrl }: PullRequestPlace,
  { environment, body }: { environment: string; body: string },
): Promise<void> {
  const { rest, paginate, graphql } = getOctokit(token, { baseUrl: apiUrl })
  const [owner = '', repo = ''] = repository.split('/')
  const { viewer } = await graphql<{ viewer: { login: string } }>('{ viewer { login } }')
  const marker = commentMarker(environment)
  const comments = await paginate(rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  })
  const own = comments.find(
    (comment) => comment.user?.login === viewer.login && comment.body?.startsWith(marker),
  )
  if (own) await rest.issues.updateComment({ owner, repo, comment_id: own.id, body })
  else await rest.issues.createComment({ owner, repo, issue_number: number, body })
}
