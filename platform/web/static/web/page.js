// What every page runs. Each module listens on the document, so that parts loaded later need no set-up of their own.
import "./zone.js";
import "./forms.js";
import "./clock.js";
import "./live.js";
import "./refresh.js";
import "./compose.js";
import "./menus.js";
