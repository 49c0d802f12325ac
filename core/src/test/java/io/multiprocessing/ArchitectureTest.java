package io.multiprocessing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages; which way they point is told in CONTRIBUTING.md. */
class ArchitectureTest {

  private static final String IPC = "io.multiprocessing.ipc..";
  private static final String PARENT = "io.multiprocessing.internal.parent..";
  private static final String WORKER = "io.multiprocessing.internal.worker..";
  private static final String PROTOCOL = "io.multiprocessing.internal.protocol..";
  private static final String MANAGER = "io.multiprocessing.internal.manager";
  private static final String MANAGER_CLIENT = MANAGER + ".client..";
  private static final String MANAGER_SERVER = MANAGER + ".server..";
  private static final String EXAMPLES = "io.multiprocessing.examples..";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.multiprocessing");

  @Test
  void shouldReadTheClassesOfBothModules() {
    assertTrue(PRODUCT.stream().anyMatch(resideInAPackage(IPC)), "no classes of ipc");
    assertTrue(PRODUCT.stream().anyMatch(not(resideInAPackage(IPC))), "no classes of core");
  }

  @Test
  void shouldKeepIpcFreeOfPoolsAndWorkers() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(IPC)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.multiprocessing..").and(not(resideInAPackage(IPC)))));
  }

  @Test
  void shouldKeepTheParentSideFromTheWorkerSide() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(PARENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WORKER));
  }

  @Test
  void shouldKeepTheWorkerSideFromTheParentSide() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(WORKER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PARENT));
  }

  @Test
  void shouldKeepTheProtocolFromBothSides() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PARENT, WORKER));
  }

  @Test
  void shouldKeepTheSidesOfAManagerFromEachOther() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(MANAGER_CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGER_SERVER, PARENT, WORKER));
    holds(
        noClasses()
            .that()
            .resideInAPackage(MANAGER_SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGER_CLIENT, PARENT, WORKER));
  }

  @Test
  void shouldKeepTheProtocolOfAManagerFromItsSides() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(MANAGER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MANAGER_CLIENT, MANAGER_SERVER, PARENT, WORKER));
  }

  @Test
  void shouldKeepExamplesOutOfTheProduct() {
    holds(noClasses().should().dependOnClassesThat().resideInAPackage(EXAMPLES));
  }

  @Test
  void shouldShowUsersNoInternalAndNoForeignType() {
    holds(
        classes()
            .that()
            .resideInAnyPackage("io.multiprocessing", "io.multiprocessing.ipc")
            .and()
            .arePublic()
            .should(showOnlyTypesUsersMayKnow()));
  }

  @Test
  void shouldNoticeAnInternalTypeInAPublicSignature() {
    JavaClasses leaking = new ClassFileImporter().importClasses(Leaking.class);

    assertThrows(
        AssertionError.class, () -> classes().should(showOnlyTypesUsersMayKnow()).check(leaking));
  }

  /**
   * What the rule above has to refuse: a foreign type as a type argument, the least visible place.
   */
  static final class Leaking {
    private Leaking() {}

    public static List<ArchRule> rules() {
      return List.of();
    }
  }

  /** Some packages are still to come; a rule about them holds until then. */
  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCT);
  }

  private static ArchCondition<JavaClass> showOnlyTypesUsersMayKnow() {
    return new ArchCondition<>("show only types of the JDK and of the public API") {
      @Override
      public void check(JavaClass shown, ConditionEvents events) {
        visibleMembers(shown)
            .forEach(
                member ->
                    typesIn(member)
                        .filter(type -> !mayBeKnown(type))
                        .forEach(
                            type ->
                                events.add(
                                    SimpleConditionEvent.violated(
                                        member,
                                        member.getFullName() + " shows " + type.getName()))));
      }
    };
  }

  private static Stream<JavaMember> visibleMembers(JavaClass shown) {
    return shown.getMembers().stream()
        .filter(
            member ->
                member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED));
  }

  private static Stream<JavaClass> typesIn(JavaMember member) {
    if (member instanceof JavaCodeUnit codeUnit) {
      return Stream.of(
              Stream.of(codeUnit.getReturnType()),
              codeUnit.getParameterTypes().stream(),
              codeUnit.getExceptionTypes().stream())
          .flatMap(types -> types)
          .flatMap(type -> type.getAllInvolvedRawTypes().stream());
    }
    return ((JavaField) member).getType().getAllInvolvedRawTypes().stream();
  }

  private static boolean mayBeKnown(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    String packageName = element.getPackageName();
    boolean ofTheJdk = element.isPrimitive() || packageName.startsWith("java.");
    boolean ofTheApi =
        resideInAPackage("io.multiprocessing..").test(element)
            && !resideInAPackage("..internal..").test(element);
    return ofTheJdk || ofTheApi;
  }
}
