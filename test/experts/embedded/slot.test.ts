import { describe, expect, test } from 'vitest';
import { Slot } from '../../../src/experts/embedded/slot.ts';

const signal = new AbortController().signal;

describe('Slot', () => {
  test('the first to come has the slot, the others wait in order', () => {
    const slot = new Slot();
    const tickets = [slot.enter(false), slot.enter(false), slot.enter(false)];
    expect(tickets.map((ticket) => ticket.position)).toEqual([0, 1, 2]);
  });

  test('when one leaves, everybody behind moves up and is told', async () => {
    const slot = new Slot();
    const [first, second, third] = [slot.enter(false), slot.enter(false), slot.enter(false)];
    await third.moved(signal);
    const moved = Promise.all([second.moved(signal), third.moved(signal)]);
    first.leave();
    await moved;
    expect([second.position, third.position]).toEqual([0, 1]);
  });

  test('one who leaves the queue makes room for those behind', () => {
    const slot = new Slot();
    slot.enter(false);
    const second = slot.enter(false);
    const third = slot.enter(false);
    second.leave();
    expect([second.position, third.position]).toEqual([-1, 1]);
  });

  test('leaving twice does not take the slot from the next', () => {
    const slot = new Slot();
    const first = slot.enter(false);
    const second = slot.enter(false);
    first.leave();
    first.leave();
    expect([second.position, slot.enter(false).position]).toEqual([0, 1]);
  });

  test('background work waits behind people who come later', () => {
    const slot = new Slot();
    slot.enter(false);
    const background = slot.enter(true);
    const person = slot.enter(false);
    expect([person.position, background.position]).toEqual([1, 2]);
  });

  test('background work that has the slot is told to give way to a person, and only to a person', () => {
    const slot = new Slot();
    const background = slot.enter(true);
    const other = slot.enter(true);
    expect(background.preempted).toBe(false);
    const person = slot.enter(false);
    expect([background.preempted, other.preempted]).toEqual([true, false]);
    background.leave();
    expect([person.position, person.preempted]).toEqual([0, false]);
  });

  test('waiting ends with the reason of the signal', async () => {
    const slot = new Slot();
    slot.enter(false);
    const waiting = slot.enter(false);
    await waiting.moved(signal);
    const controller = new AbortController();
    const moved = waiting.moved(controller.signal);
    controller.abort(new Error('stopped'));
    await expect(moved).rejects.toThrow('stopped');
  });
});
