// The states of a drawing: the one that is, those before, those taken back.
export function createHistory(start, shown) {
  let [now, kept, past, future] = [start, start, [], []];
  const show = (how) => shown(now, { canUndo: past.length > 0, canRedo: future.length > 0, ...how });
  function step(from, to) {
    if (!from.length) return;
    to.push(kept);
    now = kept = from.pop();
    show({ settled: true, stepped: true });
  }
  return {
    get: () => now,
    // While something is dragged; `settle` then makes it a step that can be undone.
    preview(change) {
      now = { ...now, ...change };
      show({ settled: false });
    },
    settle(change = {}) {
      now = { ...now, ...change };
      if (JSON.stringify(now) !== JSON.stringify(kept)) {
        past.push(kept);
        future = [];
        kept = now;
      }
      show({ settled: true });
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
  };
}
