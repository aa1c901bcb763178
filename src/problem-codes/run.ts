import type { ProblemDocumentation } from './documentation.ts'

/** Problems of the workflow around the action: its event, its inputs, its checkout, its end. */
export const runProblems = {
  'branch-ambiguous': {
    meaning: 'The branch fits the patterns of two environments, so the run would have to guess.',
    example: 'environments: |\n  prod: [master, release/**]\n  staging: [release/next]',
    remedy: 'Change the patterns of the input `environments` so that each branch fits one environment.',
  },
  'branch-not-mapped': {
    meaning: 'The branch fits no pattern of the input `environments`.',
    example: 'The branch "fix/typo" belongs to no environment.',
    remedy:
      'Push to a branch of the map, add the branch to the input `environments`, or name the environment in the input `environment`.',
  },
  cancelled: {
    meaning: 'Somebody, or a newer run of the same concurrency group, cancelled the job.',
    example: 'The run was cancelled (SIGINT).',
    remedy:
      'Run the workflow again, if no later push has deployed the same pipelines meanwhile. The summary says what was done until then.',
  },
  'checkout-incomplete': {
    meaning:
      'A file of a pipeline changed, and the checkout leaves it out: it is sparse, or lacks a submodule.',
    example: '- uses: actions/checkout@COMMIT\n  with:\n    sparse-checkout: src',
    remedy:
      "In the step that uses actions/checkout, remove `sparse-checkout` or add the pipelines' folder to it; for a submodule, set `submodules: true`.",
  },
  'command-missing': {
    meaning: 'A program that the run needs is not installed on the runner.',
    example: 'The program "uv" is not installed on this runner.',
    remedy: 'Add a step that installs it before this action, such as `astral-sh/setup-uv`.',
  },
  'command-unusable': {
    meaning: 'The program is there, but the system refuses to start it in that folder.',
    example: 'The program "./prepare.sh" can\'t be run in /app: EACCES',
    remedy:
      'Make the file executable (`git update-index --chmod=+x FILE`), and check that the folder exists.',
  },
  'commit-unavailable': {
    meaning:
      'The commit before the push could not be fetched, or has nothing in common with this one. What changed is then unknown, which is never taken for "nothing".',
    example:
      'Can\'t tell what changed: the commit 1f0e…, which "master" was at before this push, couldn\'t be fetched.',
    remedy:
      'Give the job the permission `contents: read`, or run the workflow by hand with the input `pipelines`.',
  },
  'environment-unknown': {
    meaning: 'The input `environment` names none of the environments in the input `environments`.',
    example: 'with:\n  environment: production # the map has prod and staging',
    remedy: 'Correct the name, or add the environment to the input `environments`.',
  },
  'event-invalid': {
    meaning: "The event's file is missing or not in GitHub's form.",
    example: "The event's file (GITHUB_EVENT_PATH) can't be read: ENOENT",
    remedy: 'Run the action in a GitHub Actions workflow, on push or on a manual event.',
  },
  'event-refused': {
    meaning: 'The workflow runs on an event that must not deploy, such as a pull request.',
    example: 'on: pull_request',
    remedy: 'Run it on `push`, `workflow_dispatch`, `repository_dispatch` or `schedule`.',
  },
  'fork-refused': {
    meaning: "The repository is a fork, and a fork's code is never deployed.",
    example: "This repository is a fork, and a fork's code is never deployed.",
    remedy: 'Run the workflow in the original repository, or disable it in the fork.',
  },
  'git-failed': {
    meaning: 'A git command failed for another reason than a missing commit.',
    example: 'git diff failed with exit code 128: fatal: bad object',
    remedy: 'Check that `actions/checkout` ran first and that no step after it changed the repository.',
  },
  'input-invalid': {
    meaning: 'An input of the action has a value that it does not take.',
    example: 'with:\n  max-parallel: many',
    remedy: "Correct the input under `with:`; the README's table says what each takes.",
  },
  'internal-error': {
    meaning: 'The action met an error that it has no words for. It may be a mistake in the action.',
    example: "The action met an error that it doesn't know: …",
    remedy: 'Run the job again with debug logging, and report the log.',
  },
  'not-a-git-checkout': {
    meaning: 'There is no git repository where the action looks.',
    example: 'There is no git checkout at /home/runner/work/pipelines/pipelines.',
    remedy: 'Add `actions/checkout` before this action, and check the input `working-directory`.',
  },
  'pipeline-unknown': {
    meaning: 'A name or glob of the input `pipelines` matches no folder with a `prefect.yaml`.',
    example: 'with:\n  pipelines: rj_smfp__revenu_daily',
    remedy: 'Correct the name; the message lists the pipelines that there are.',
  },
  'pipelines-dir-missing': {
    meaning: 'The folder of the pipelines is not in the checkout.',
    example: 'with:\n  pipelines-dir: pipeline',
    remedy: 'Correct the inputs `pipelines-dir` and `working-directory`, and run `actions/checkout` first.',
  },
  'pipelines-not-named': {
    meaning: 'A run by hand or by the clock does not say what changed, and the input `pipelines` is empty.',
    example: 'on: workflow_dispatch # and no input "pipelines"',
    remedy: 'Give the input `pipelines`: names, globs such as `rj_smfp__*`, or `all`.',
  },
  'tag-refused': {
    meaning: 'The run is about a tag or another reference that is not a branch.',
    example: 'on:\n  push:\n    tags: [v1]',
    remedy: 'Limit the workflow to branches: `on: push: branches: [...]`.',
  },
  timeout: {
    meaning: 'The run took longer than the input `timeout-minutes` allows, and was stopped.',
    example: 'The run took longer than 60 minutes.',
    remedy: 'Raise `timeout-minutes`, or look in the timeline of the summary for what takes so long.',
  },
} as const satisfies Record<string, ProblemDocumentation>
