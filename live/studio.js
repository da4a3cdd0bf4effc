// Draw your own activation.
const room = document.getElementById("studio");
room.dataset.state = "ready";
