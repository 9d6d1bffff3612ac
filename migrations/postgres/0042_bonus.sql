-- A bonus belongs to a purchase: its lot names the payment, and says how much of it goes with the payment's refunds and
-- cancels. The order keeps what was promised.

ALTER TABLE orders ADD COLUMN bonus TEXT COLLATE "C";
ALTER TABLE lots ADD COLUMN bonus_of TEXT COLLATE "C";
ALTER TABLE lots ADD COLUMN bonus_gone BIGINT NOT NULL DEFAULT 0 CHECK (bonus_gone BETWEEN 0 AND granted);
CREATE INDEX lots_bonus ON lots (bonus_of) WHERE bonus_of IS NOT NULL;
