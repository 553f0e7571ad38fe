/**
 * The reason of a delivery's signal. `cancelled`: its turn has ended, nothing runs it again. `stopping`: the
 * process stops and runs the message again at its next start, whatever the handler does now.
 */
export class TurnAborted extends Error {
  override readonly name = 'TurnAborted';
  readonly why: 'cancelled' | 'stopping';

  constructor(why: 'cancelled' | 'stopping') {
    super(why === 'cancelled' ? 'the turn was cancelled' : 'the program stops');
    this.why = why;
  }
}
