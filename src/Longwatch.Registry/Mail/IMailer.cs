using Longwatch.Registry.Store;

namespace Longwatch.Registry.Mail;

/// <summary>Takes letters. They are kept in the outbox first and delivered after that, so that none is lost and no caller waits for a mail server.</summary>
public interface IMailer
{
    /// <summary>Takes a letter that depends on nothing else.</summary>
    Task Send(Letter letter, CancellationToken cancellation);

    /// <summary>Takes a letter together with a change of facts: both are kept, or neither. For use inside <see cref="RegistryStore.Write"/>.</summary>
    void SendWith(RegistryDb db, Letter letter);
}
