-- What a cluster keeps in PostgreSQL (14 or later): its members, and the history of its streams.
--
--     psql "$URL" -v ON_ERROR_STOP=1 -f schema.sql
--
-- May be applied again, and while silos run: it changes nothing that is already there but the texts in OrleansQuery, which a
-- silo reads when it starts. Orleans' ADO.NET providers know no SQL of their own: they look up OrleansQuery by the keys below
-- and run what they find with the parameters (@…) and result columns that it uses. All else here is this project's choice.

BEGIN;
SET LOCAL client_min_messages = warning;
-- Two who apply this at once would both find that a table is missing.
SELECT pg_advisory_xact_lock(hashtext('OrleansSse schema')) \g /dev/null

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- Every change of a cluster's members is a change of its version first: whoever saw an older version changes nothing.
CREATE TABLE IF NOT EXISTS orleans_cluster (
    cluster_id text COLLATE "C" PRIMARY KEY,
    version integer NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS orleans_member (
    cluster_id text COLLATE "C" NOT NULL REFERENCES orleans_cluster ON DELETE CASCADE,
    address text COLLATE "C" NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    proxy_port integer,
    suspect_times text,
    start_time timestamptz NOT NULL,
    alive_time timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
) WITH (fillfactor = 50);

-- One row for each record of a grain. A stream's head is rewritten by each group commit, so its row has room in its page for the
-- next version (no index is touched then), and dead versions are vacuumed away before they are many.
CREATE TABLE IF NOT EXISTS orleans_state (
    service_id text COLLATE "C" NOT NULL,
    grain_key text COLLATE "C" NOT NULL,
    grain_n0 bigint NOT NULL,
    grain_n1 bigint NOT NULL,
    state_name text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    payload bytea,
    PRIMARY KEY (grain_key, state_name, service_id, grain_n0, grain_n1)
) WITH (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_cost_delay = 0
);

-- A head has up to 64 KiB, of which LZ4 leaves a third where events are text, at less than what writing them would cost.
DO $do$
BEGIN
    IF (SELECT attcompression = '' FROM pg_attribute WHERE attrelid = 'orleans_state'::regclass AND attname = 'payload') THEN
        ALTER TABLE orleans_state ALTER COLUMN payload SET COMPRESSION lz4;
    END IF;
EXCEPTION
    -- A server that was built without it compresses in its own way.
    WHEN feature_not_supported THEN NULL;
END
$do$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

-- Members: an answer that is false tells the provider that the version is not the one it has read.

('InsertMembershipVersionKey', $query$
    WITH inserted AS (
        INSERT INTO orleans_cluster (cluster_id, version) VALUES (@DeploymentId, 0)
        ON CONFLICT DO NOTHING
        RETURNING 1)
    SELECT EXISTS (SELECT FROM inserted)
$query$),

('InsertMembershipKey', $query$
    WITH advanced AS (
        UPDATE orleans_cluster SET version = version + 1
        WHERE cluster_id = @DeploymentId AND version = @Version AND NOT EXISTS (
            SELECT FROM orleans_member
            WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster_id),
    inserted AS (
        INSERT INTO orleans_member (
            cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
        SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM advanced
        RETURNING 1)
    SELECT EXISTS (SELECT FROM inserted)
$query$),

('UpdateMembershipKey', $query$
    WITH advanced AS (
        UPDATE orleans_cluster SET version = version + 1
        WHERE cluster_id = @DeploymentId AND version = @Version AND EXISTS (
            SELECT FROM orleans_member
            WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
        RETURNING cluster_id),
    updated AS (
        UPDATE orleans_member SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
        FROM advanced
        WHERE orleans_member.cluster_id = advanced.cluster_id
          AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT FROM updated)
$query$),

('UpdateIAmAlivetimeKey', $query$
    UPDATE orleans_member SET alive_time = @IAmAliveTime
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$query$),

-- A cluster without members is one row of nothing but its version.
('MembershipReadAllKey', $query$
    SELECT version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName,
        host_name AS HostName, status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes,
        start_time AS StartTime, alive_time AS IAmAliveTime
    FROM orleans_cluster LEFT JOIN orleans_member USING (cluster_id)
    WHERE cluster_id = @DeploymentId
$query$),

('MembershipReadRowKey', $query$
    SELECT version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName,
        host_name AS HostName, status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes,
        start_time AS StartTime, alive_time AS IAmAliveTime
    FROM orleans_cluster LEFT JOIN orleans_member
        ON orleans_member.cluster_id = orleans_cluster.cluster_id
       AND address = @Address AND port = @Port AND generation = @Generation
    WHERE orleans_cluster.cluster_id = @DeploymentId
$query$),

('GatewaysQueryKey', $query$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_member
    WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0
$query$),

-- 3: active.
('CleanupDefunctSiloEntriesKey', $query$
    DELETE FROM orleans_member
    WHERE cluster_id = @DeploymentId AND status <> 3 AND alive_time < @IAmAliveTime
$query$),

('DeleteMembershipTableEntriesKey', $query$
    DELETE FROM orleans_cluster WHERE cluster_id = @DeploymentId
$query$),

-- State: an answer without a row tells the same.

('ReadFromStorageKey', $query$
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_state
    WHERE grain_key = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString
      AND service_id = @ServiceId AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
$query$),

-- A version is only ever compared with itself, so it may begin again where integers end: at 1,000 commits a second that is
-- after 25 days. A version that was read of a row that is gone since must not make a new one.
('WriteToStorageKey', $query$
    WITH updated AS (
        UPDATE orleans_state SET payload = @PayloadBinary, version = version % 2147483647 + 1
        WHERE grain_key = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString
          AND service_id = @ServiceId AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
          AND version = @GrainStateVersion
        RETURNING version),
    inserted AS (
        INSERT INTO orleans_state (service_id, grain_key, grain_n0, grain_n1, state_name, version, payload)
        SELECT @ServiceId, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, @GrainTypeString, 1, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT version AS NewGrainStateVersion FROM updated UNION ALL SELECT version FROM inserted
$query$),

('ClearStorageKey', $query$
    UPDATE orleans_state SET payload = NULL, version = version % 2147483647 + 1
    WHERE grain_key = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString
      AND service_id = @ServiceId AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
      AND version = @GrainStateVersion
    RETURNING version
$query$),

('DeleteStorageKey', $query$
    DELETE FROM orleans_state
    WHERE grain_key = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString
      AND service_id = @ServiceId AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
      AND version = @GrainStateVersion
    RETURNING version % 2147483647 + 1
$query$)

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText;

COMMIT;
