-- The table of customers-sql.json, for PostgreSQL.
CREATE SCHEMA IF NOT EXISTS crm;

CREATE TABLE IF NOT EXISTS crm.customers (
    customer_number bigint GENERATED ALWAYS AS IDENTITY,
    id char(6) PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    e_mail varchar(254) NOT NULL UNIQUE,
    country text,
    signed_up date,
    amount numeric(12, 2) CONSTRAINT amount_is_not_negative CHECK (amount >= 0)
);
