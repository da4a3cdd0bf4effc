// Handles in a figure: elements of 44 pixels that mouse, finger and keys move over their plane.

// Makes a slider of an element. Its keys go to `press`, which says whether it knew the key.
export function slider(handle, press) {
  for (const [name, value] of [["role", "slider"], ["tabindex", 0], ["aria-valuemin", 0], ["aria-valuemax", 100]]) handle.setAttribute(name, value);
  handle.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event.key, event.shiftKey)) event.preventDefault();
  });
  return handle;
}

// Lets the handles of a plane be dragged: `move` gets which one, and where its middle goes, in shares of the plane.
export function draggable(plane, handles, move) {
  let grip = null; // a handle, and how far beside its middle it was taken
  plane.addEventListener("pointerdown", (event) => {
    if (grip || event.button || !handles().some((handle) => handle.contains(event.target))) return;
    const index = nearest(handles(), event);
    const [x, y] = middle(handles()[index]);
    grip = { index, id: event.pointerId, x: event.clientX - x, y: event.clientY - y };
    plane.setPointerCapture(event.pointerId);
    handles()[index].focus({ preventScroll: true });
    event.preventDefault();
  });
  plane.addEventListener("pointermove", (event) => {
    if (grip?.id !== event.pointerId) return;
    const { left, top, width, height } = plane.getBoundingClientRect();
    move(grip.index, (event.clientX - grip.x - left) / width, (event.clientY - grip.y - top) / height);
  });
  for (const end of ["pointerup", "pointercancel"]) plane.addEventListener(end, ({ pointerId }) => grip?.id === pointerId && (grip = null));
}

function nearest(handles, { clientX, clientY }) {
  const distances = handles.map((handle) => {
    const [x, y] = middle(handle);
    return Math.hypot(x - clientX, y - clientY);
  });
  return distances.indexOf(Math.min(...distances));
}
function middle(handle) {
  const { left, top, width, height } = handle.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
