using Longwatch.Portal.Accounts;
using Longwatch.Portal.Api;
using Longwatch.Portal.Audit;
using Longwatch.Portal.Cases;
using Longwatch.Portal.Centres;
using Longwatch.Portal.Evaluation;
using Longwatch.Portal.FollowUp;
using Longwatch.Portal.Patients;
using Longwatch.Portal.Products;
using Longwatch.Portal.Settings;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Assets;

namespace Longwatch.Portal;

/// <summary>Every page and every call of the HTTP API, one line each.</summary>
internal static class PortalEndpoints
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        ServeAssets.Map(app);
        ChooseTheme.Map(app);
        ReadApiDescription.Map(app);
        ListPatients.Map(app);
        RegisterPatientPage.Map(app);
        ShowPatient.Map(app);
        CorrectPatientPage.Map(app);
        AddInfusionPage.Map(app);
        CorrectInfusionPage.Map(app);
        CorrectTherapyPage.Map(app);
        AddTherapyPage.Map(app);
        ShowHistory.Map(app);
        ShowIdentity.Map(app);
        ListProducts.Map(app);
        ShowProduct.Map(app);
        ListCentresPage.Map(app);
        AddCentrePage.Map(app);
        CorrectCentrePage.Map(app);
        SearchAuditPage.Map(app);
        ShowSettings.Map(app);
        ChangeSettingPage.Map(app);
        EvaluationPages.Map(app);
        PortalCases.Map(app);
        ShowTodayPage.Map(app);
        ListWorkPages.Map(app);
        PlanPages.Map(app);
        EntryPages.Map(app);
        TransferPages.Map(app);
        PerformancePage.Map(app);
        SchedulePages.Map(app);
        LinkagePage.Map(app);
        PortalAccounts.Map(app);
        MapApi(app.MapGroup(PortalApi.Prefix));
    }

    /// <summary>Calls of the HTTP API; the builder is the group /api/v1.</summary>
    private static void MapApi(RouteGroupBuilder api)
    {
        PatientCalls.Map(api);
        CentreCalls.Map(api);
        ProductCalls.Map(api);
        AuditCalls.Map(api);
        PortalCases.MapApi(api);
        FollowUpCalls.Map(api);
    }
}
