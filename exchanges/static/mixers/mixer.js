// What a mixer's live pages run.
import "./leading.js";
import "./quiet.js";
