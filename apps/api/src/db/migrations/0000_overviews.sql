CREATE TABLE "overview_versions" (
	"overview_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"text" text NOT NULL,
	"saved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "overview_versions_overview_id_version_pk" PRIMARY KEY("overview_id","version")
);
--> statement-breakpoint
CREATE TABLE "overviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"text" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"errors" integer,
	"warnings" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "overviews_status" CHECK ("overviews"."status" in ('draft', 'in_progress', 'review', 'done')),
	CONSTRAINT "overviews_version" CHECK ("overviews"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "overview_versions" ADD CONSTRAINT "overview_versions_overview_id_overviews_id_fk" FOREIGN KEY ("overview_id") REFERENCES "public"."overviews"("id") ON DELETE cascade ON UPDATE no action;