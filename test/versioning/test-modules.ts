import { Box } from './box.entity.js';
import { BoxResolver } from './box.resolver.js';
import { Canvas } from './canvas.entity.js';
import { CanvasResolver } from './canvas.resolver.js';
import { Branch } from './branch.entity.js';
import { BranchResolver } from './branch.resolver.js';
import { Desk } from './desk.entity.js';
import { DeskResolver } from './desk.resolver.js';
import { EveryType } from './every-type.entity.js';
import { EveryTypeResolver } from './every-type.resolver.js';
import { Floor } from './floor.entity.js';
import { FloorResolver } from './floor.resolver.js';
import { Room } from './room.entity.js';
import { RoomResolver } from './room.resolver.js';

/** The options of a test server that also has the entities of the tests. */
export const testModules = {
  additionalEntities: [EveryType, Floor, Room, Desk, Canvas, Branch, Box],
  additionalResolvers: [
    EveryTypeResolver,
    FloorResolver,
    RoomResolver,
    DeskResolver,
    CanvasResolver,
    BranchResolver,
    BoxResolver,
  ],
};
