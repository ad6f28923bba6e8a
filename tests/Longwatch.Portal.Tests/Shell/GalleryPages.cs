using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Shell;

/// <summary>Pages that only tests have: the gallery, a conflict, and ways to fail.</summary>
internal static class GalleryPages
{
    private static readonly string[] Codes = ["yes", "no", "unknown"];

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gallery", (HttpContext context) => Page.Of<Gallery>(context, "Gallery", form: FormInput.Empty())).SignedIn();
        app.MapPost("/gallery", Save).SignedIn();
        app.MapGet(
                "/conflict",
                (HttpContext context) =>
                    Page.Conflict(
                        context,
                        [new("Name", "Charité", "Charite"), new("Time zone", "Europe/Berlin", "Europe/Berlin")],
                        "/gallery"
                    )
            )
            .SignedIn();
        app.MapGet("/status/{status:int}", (HttpContext context, int status) => Page.Error(context, status)).Anyone();
        app.MapGet(
                "/fails",
                () =>
                {
                    throw new InvalidOperationException("Erika Mustermann, LW-7F3K-22QD");
                }
            )
            .Anyone();
        app.MapGet("/fails-late", (HttpContext context) => Page.Of<FailsWhileDrawn>(context, "Fails")).Anyone();
        app.MapGet(
                "/database-gone",
                () =>
                {
                    throw new GoneException();
                }
            )
            .Anyone();
        foreach (var address in new[] { "/commit-lost", "/api/v1/commit-lost" })
            app.MapGet(address, LoseTheCommit).Anyone();
    }

    /// <summary>The server ends the connection while it commits: whoever asked cannot know whether it was saved.</summary>
    private static async Task<IResult> LoseTheCommit(RegistryStore store, CancellationToken cancellation)
    {
        await store.Write<bool>(
            Caller.System,
            new Act("test.lose"),
            async (db, stop) =>
            {
                await db.Database.ExecuteSqlRawAsync(
                    """
                    create function pg_temp.away() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
                    create temporary table going (way integer);
                    create constraint trigger away after insert on going deferrable initially deferred for each row execute function pg_temp.away();
                    insert into going values (1);
                    """,
                    stop
                );
                return true;
            },
            cancellation
        );
        return Results.Ok();
    }

    private static async Task<IResult> Save(HttpContext context, TimeProvider clock, CancellationToken cancellation)
    {
        var form = await FormInput.Read(context, cancellation);
        form.Line("line", 40, required: true);
        form.Day("day", DayRange.UntilToday(clock), required: true);
        form.PartialDay("partial", DayRange.UntilToday(clock));
        form.Number("number", 0, 1000);
        form.Integer("integer", 0, 100_000);
        form.OneOf("select", Codes, required: true);
        form.OneOf("radio", Codes, required: true);
        form.Prose("prose");
        return form.IsRefused ? Page.Of<Gallery>(context, "Gallery", form: form) : Page.Done("/gallery", "saved");
    }

    private sealed class GoneException : System.Data.Common.DbException
    {
        public override string? SqlState => "57P01";
    }
}
