using Longwatch.Portal.Assays;
using Longwatch.Portal.Causality;
using Longwatch.Portal.Specimens;

namespace Longwatch.Portal.Cases;

/// <summary>Every page and call from suspicion to a tested specimen, one line each.</summary>
internal static class PortalCases
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        ListCasesPage.Map(app);
        ShowCase.Map(app);
        SuspectPage.Map(app);
        AnswerChecklistPage.Map(app);
        OverrideLevelPage.Map(app);
        ListSpecimensPage.Map(app);
        SpecimenPage.Map(app);
        AddSpecimenPage.Map(app);
        DescribeSpecimenPage.Map(app);
        TestingConsentPage.Map(app);
        AddLaboratoryPage.Map(app);
        CorrectLaboratoryPage.Map(app);
        OrderTestPage.Map(app);
        BenchPage.Map(app);
        ResultPage.Map(app);
        ListAssessmentsPage.Map(app);
        AssessPage.Map(app);
        AdjudicatePage.Map(app);
        AssessorsPage.Map(app);
    }

    internal static void MapApi(RouteGroupBuilder api)
    {
        CaseCalls.Map(api);
        SpecimenCalls.Map(api);
        LaboratoryCalls.Map(api);
        AssayCalls.Map(api);
        CausalityCalls.Map(api);
    }
}
