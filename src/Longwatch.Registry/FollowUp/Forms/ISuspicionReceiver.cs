using Longwatch.Registry.Access;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>Is told of a new malignancy in the transaction in which the form is completed, so that no suspicion is without its case.</summary>
public interface ISuspicionReceiver
{
    /// <summary>Called when a form first reports a suspicion, and again when a correction changes it.</summary>
    Task Receive(RegistryDb db, Caller caller, SuspicionRow suspicion, CancellationToken cancellation);
}
