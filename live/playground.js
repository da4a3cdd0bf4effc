// The playground.
const room = document.getElementById("playground");
room.dataset.state = "ready";
