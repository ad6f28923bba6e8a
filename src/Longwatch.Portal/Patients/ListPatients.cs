using Longwatch.Portal.Products;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Tables;
using Longwatch.Registry.Access;
using Longwatch.Registry.Centres;
using Longwatch.Registry.Products;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>GET and POST /patients: the patients of the caller's centres. A search is posted, because a pseudonym must not stand in an address.</summary>
internal static class ListPatients
{
    private const int Rows = 50;

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/patients", Show).Needs(Permission.PatientsRead).ExcludeFromDescription();
        app.MapPost("/patients", Search).Needs(Permission.PatientsRead).ExcludeFromDescription();
    }

    private static Task<IResult> Show(
        HttpContext context,
        FindPatients find,
        ListCentres centres,
        ProductCatalogue catalogue,
        CancellationToken cancellation
    ) => List(context, FormInput.Empty(), new(null, null, null, null, null, null), (find, centres, catalogue), 1, cancellation);

    private static async Task<IResult> Search(
        HttpContext context,
        FindPatients find,
        ListCentres centres,
        ProductCatalogue catalogue,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var form = await FormInput.Read(context, cancellation);
        var days = DayRange.UntilToday(clock);
        var query = new FindPatients.Query(
            form.Line("pseudonym", 64),
            form.Line("batch", 64),
            form.OneOf("product", catalogue.Products.Select(p => p.Code)),
            form.Day("from", days),
            form.Day("until", days),
            form.Line("centre", 64)
        );
        if (query.From > query.Until)
            form.Refuse("until", Text.T("patients.until-before-from"));
        var page = form.Value("page") is null ? 1 : form.Integer("page", 1, FindPatients.CountedAtMost / Rows) ?? 1;
        return await List(context, form, query, (find, centres, catalogue), page, cancellation);
    }

    private static async Task<IResult> List(
        HttpContext context,
        FormInput form,
        FindPatients.Query query,
        (FindPatients Find, ListCentres Centres, ProductCatalogue Catalogue) sources,
        int page,
        CancellationToken cancellation
    )
    {
        var caller = context.Caller();
        var answer = form.IsRefused
            ? new FindPatients.Answer([], 0)
            : await sources.Find.Do(caller, query, (page - 1) * Rows, Rows, cancellation);
        var mine = caller.Centres(Permission.PatientsRead);
        var centres = await sources.Centres.Do(cancellation);
        return Page.Of<PatientList>(
            context,
            Text.T("patients.title"),
            new
            {
                answer.Rows,
                Paging = new Paging(page, Rows, answer.Total),
                Products = ProductNames.Choices(sources.Catalogue),
                Centres = centres
                    .Where(c => mine is null || mine.Contains(c.Code))
                    .Select(c => new Choice(c.Code, $"{c.Name} ({c.Code})"))
                    .ToArray(),
                IsSearch = HttpMethods.IsPost(context.Request.Method),
            },
            form
        );
    }
}
